"""What the dry run accepted is applied; applied again it changes nothing."""

from pathlib import Path

import pytest

from imports.apply.run import apply_rows
from imports.dry_run.check import check
from imports.reading.headings import HeadingCorrections
from imports.store.staging import Staging
from interchange.tables import IMPORT_KINDS
from shared.aws import dynamo, write
from shared.kernel.ids import new_id
from shared.kernel.settings import settings
from tests.integration.imports.sample import ADMIN, Today, small

MEMBERS = 20

pytestmark = pytest.mark.usefixtures("tables")


def everything() -> dict[str, set[tuple[str, str]]]:
    """The keys of all items but the audit's."""
    found = {}
    for table in (settings().members_table, settings().accounts_table, settings().contacts_table):
        pages = dynamo.client().get_paginator("scan").paginate(TableName=table)
        found[table] = {(i["pk"]["S"], i["sk"]["S"]) for page in pages for i in page["Items"]}
    return found


def apply_all(staging: Staging, import_id: str) -> None:
    assert apply_rows(ADMIN, import_id, staging, Today())


def checked(folder: Path, name: str) -> Staging:
    staging = Staging(folder / name)
    check(ADMIN, small(folder, MEMBERS), staging, HeadingCorrections(), Today())
    return staging


def test_the_sample_is_applied_once_however_often(tmp_path: Path) -> None:
    import_id = new_id()
    with checked(tmp_path, "staged.db") as staging:
        rows = [(kind, row.id) for kind in IMPORT_KINDS for row in staging.pending(kind)]
        apply_all(staging, import_id)
        counts = staging.counts()
        assert counts["members"] == {"taken": MEMBERS}
        assert all(set(states) <= {"taken", "refused"} for states in counts.values())
        before = everything()
        staging.set_state("new", (row_id for _, row_id in rows))
        apply_all(staging, import_id)
        assert staging.counts() == counts
    assert everything() == before
    with checked(tmp_path, "again.db") as staging:
        assert {kind: states["same"] for kind, states in staging.counts().items()} == {
            kind: states["taken"] for kind, states in counts.items()
        }


def test_a_run_that_is_out_of_time_after_each_lot_goes_on_with_the_next(tmp_path: Path) -> None:
    import_id, calls = new_id(), 1
    with checked(tmp_path, "staged.db") as staging:
        while not apply_rows(ADMIN, import_id, staging, Today(), lambda: True):
            calls += 1
        assert staging.count_pending() == 0
        assert staging.counts()["members"] == {"taken": MEMBERS}
        assert staging.counts()["transactions"].keys() <= {"taken", "refused"}
    assert calls == 1 + len(("members", "savings", "financing"))


def test_a_number_that_was_taken_meanwhile_refuses_its_own_row_alone(tmp_path: Path) -> None:
    with checked(tmp_path, "staged.db") as staging:
        _, second, *_ = staging.pending("members")
        guard: dynamo.Item = {"pk": f"U#member_no#{second.key}", "sk": "U", "member_id": new_id()}
        dynamo.transact([write.put(settings().members_table, guard)])
        apply_all(staging, new_id())
        counts = staging.counts()["members"]
        (row,) = (row for _, row in staging.rejected() if row.line == second.line)
    assert counts == {"taken": MEMBERS - 1, "refused": 1}
    assert [(f.field, f.code) for f in row.faults] == [("member_no", "duplicate")]
