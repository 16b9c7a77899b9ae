"""Partitions in parts: what is written spreads evenly and is found where earlier versions wrote."""

from collections import Counter
from datetime import date

import pytest

from shared.kernel.ids import new_id
from shared.records.keys import auth, imports, reminders
from shared.records.keys.parts import PARTS

DAY, IMPORT = date(2026, 11, 24), "01JC0000000000000000000001"
WRITTEN = 4000


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            [auth.audit_entry(f"{DAY}T01:00:00.000Z", new_id())[0] for _ in range(WRITTEN)],
            auth.audit_partitions(str(DAY)),
        ),
        (
            [reminders.day_part(DAY, new_id()) for _ in range(WRITTEN)],
            reminders.day_parts(DAY),
        ),
        (
            [imports.undo_record(IMPORT, imports.created_member(row))[0] for row in range(WRITTEN)],
            imports.undo_records(IMPORT),
        ),
    ],
)
def test_each_part_gets_its_quarter(written: list[str], read: tuple[str, ...]) -> None:
    assert set(written) == set(read)
    assert max(Counter(written).values()) < 1.15 * WRITTEN / PARTS


def test_the_first_part_is_where_all_of_it_was_until_0_2_0() -> None:
    assert auth.audit_partitions("2026-11-24")[0] == "AUDIT#2026-11-24"
    assert reminders.day_parts(DAY)[0] == "2026-11-24"
    assert imports.undo_records(IMPORT)[0] == f"UNDO#{IMPORT}"


def test_what_belongs_to_a_member_is_always_in_the_same_part() -> None:
    assert len({reminders.day_part(DAY, IMPORT) for _ in range(5)}) == 1
