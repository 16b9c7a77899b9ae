"""The keys of the imports table are those that stored items have."""

import pytest

from shared.records.keys import imports as keys

IMPORT, MEMBER = "01JC0000000000000000000001", "01JB0000000000000000000001"
ACCOUNT = f"{MEMBER}.S01JB0000000000000000000002"


@pytest.mark.parametrize(
    ("made", "stored"),
    [
        (keys.job(IMPORT), (f"JOB#{IMPORT}", "JOB")),
        (keys.earlier_job(IMPORT), ("JOBS", IMPORT)),
        (keys.table(IMPORT, 2, 7), (f"TABLES#{IMPORT}#2", "000007")),
        (keys.row("refused", IMPORT, 1, 12), (f"REFUSED#{IMPORT}#1", "000000000012")),
        (keys.row("changed", IMPORT, 1, 12), (f"CHANGED#{IMPORT}#1", "000000000012")),
        (keys.row("doubtful", IMPORT, 1, 12), (f"DOUBTFUL#{IMPORT}#1", "000000000012")),
        (keys.correction("abc"), ("CORRECTIONS", "abc")),
        (keys.undo_records(IMPORT)[0], f"UNDO#{IMPORT}"),
        (keys.created_member(5), "1#000000000005"),
        (keys.member_change(MEMBER, 5), f"2#{MEMBER}#000000000005"),
        (keys.account_write(ACCOUNT, 5, opened=True), f"3#{ACCOUNT}#000000000005"),
        (keys.account_write(ACCOUNT, 5, opened=False), f"4#{ACCOUNT}#000000000005"),
    ],
)
def test_a_key_is_as_it_always_was(made: object, stored: object) -> None:
    assert made == stored


def test_records_that_are_found_by_a_prefix_begin_with_it() -> None:
    assert keys.member_change(MEMBER, 5).startswith(keys.member_changes(MEMBER))
    for opened in (True, False):
        key = keys.account_write(ACCOUNT, 5, opened=opened)
        assert key.startswith(keys.account_writes(ACCOUNT, opened=opened))
    assert keys.account_write(ACCOUNT, 5, opened=True).startswith(keys.opened_accounts(MEMBER))
    assert keys.opened_account(keys.account_write(ACCOUNT, 5, opened=True)) == ACCOUNT


def test_all_of_a_member_is_undone_from_one_partition_beside_that_of_earlier_versions() -> None:
    written = {
        keys.undo_record(IMPORT, sort_key)[0]
        for sort_key in (
            keys.member_change(MEMBER, 5),
            keys.account_write(ACCOUNT, 5, opened=True),
            keys.account_write(ACCOUNT, 6, opened=False),
        )
    }
    earlier = keys.undo_records(IMPORT)[0]
    for prefix in (
        keys.member_changes(MEMBER),
        keys.account_writes(ACCOUNT, opened=True),
        keys.opened_accounts(MEMBER),
    ):
        assert keys.undo_records_of(IMPORT, prefix) == written | {earlier}
    of_rows = {keys.undo_record(IMPORT, keys.created_member(row))[0] for row in range(40)}
    assert of_rows == set(keys.undo_records(IMPORT))


def test_what_depends_on_others_is_reverted_before_them() -> None:
    in_order = [
        keys.account_write(ACCOUNT, 1, opened=False),
        keys.account_write(ACCOUNT, 1, opened=True),
        keys.member_change(MEMBER, 1),
        keys.created_member(1),
    ]
    assert sorted(in_order, reverse=True) == in_order
    assert len({keys.undo_order(key) for key in in_order}) == 4
