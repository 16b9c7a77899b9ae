import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.aws.dynamo import MAX_TRANSACTION_WRITES
from shared.aws.vault import lookup_hash
from shared.records.member_card import delete_writes, writes
from shared.records.search_index.entries import Card, account_entry, entries, nik_hashes, sort_value
from tests.unit.factories import MEMBER_ID, card, plain_hash, row

NAMES = st.lists(
    st.sampled_from(
        ["Budi", "Budiman", "Siti", "Soekarno", "M.", "Abd", "Rahman", "a", "H.", "🙂"]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
LONG_NAME = "Satrio Dwiputra Kusumo Ningrat Wardhana Adiwijaya Suryo"
OTHER_LONG_NAME = "Bagaskara Prasetyo Hadinoto Mangkubumi Tirtayasa Joyokusumo"
PHONES = tuple(f"+62812345678{n:02}" for n in range(10))


@given(NAMES)
def test_no_two_entries_of_a_member_have_the_same_key(name: str) -> None:
    keys = [(e["pk"], e["sk"]) for e in entries(card(name, phones=PHONES[:2]), plain_hash)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("in_search_table", [True, False])
def test_a_change_of_everything_fits_into_one_transaction(in_search_table: bool) -> None:
    old = card(
        LONG_NAME,
        office="A",
        phones=PHONES,
        nik_marks=nik_hashes("3515014602870119", plain_hash),
        birthday="02-06",
        in_search_table=in_search_table,
    )
    new = card(
        OTHER_LONG_NAME,
        office="B",
        status="inactive",
        member_no="X-1",
        joined_on="2021-01-01",
        phones=PHONES,
        nik_marks=nik_hashes("3273011203850002", plain_hash),
        birthday="03-12",
    )
    of_the_room_itself = 8  # profile, two guards twice, audit, idempotency, contact
    assert len(writes(old, new, 1)) + of_the_room_itself <= MAX_TRANSACTION_WRITES


def test_entries_move_with_the_first_write_of_their_card() -> None:
    earlier = card(phones=PHONES[:1], in_search_table=False)
    put, *moved = writes(earlier, earlier, 3)
    assert '"in_search_table": true' in put.request["Item"]["doc"]["S"]
    tables = {(write.kind, write.request["TableName"]) for write in moved}
    assert tables == {("Put", "unit-search"), ("Delete", "unit-members")}
    assert len(moved) == 2 * len(entries(earlier, lookup_hash))
    assert {w.request["TableName"] for w in delete_writes(earlier, 3)} == {"unit-members"}


def test_an_unchanged_card_writes_only_itself() -> None:
    assert [w.guard for w in writes(card(), card(), 3)] == ["card"]


def test_a_renamed_member_leaves_no_entry_of_the_old_name() -> None:
    changes = writes(card("Budi Santoso"), card("Agus Santoso"), 1)
    deleted = [w.request["Key"]["sk"]["S"] for w in changes if w.kind == "Delete"]
    assert any(sk.startswith("budi#") for sk in deleted)
    assert not any(
        w.request["Item"]["sk"]["S"].startswith("budi#") for w in changes if w.kind == "Put"
    )


def test_member_numbers_sort_by_the_size_of_their_numbers() -> None:
    numbers = ["A-10", "A-9", "A-100"]
    by_size = sorted(numbers, key=lambda n: sort_value(row(member_no=n), "member_no"))
    assert by_size == ["A-9", "A-10", "A-100"]


def test_a_card_survives_its_document() -> None:
    kept = card("Nur'aini 🙂", phones=PHONES[:1], nik_marks=("x", "y"))
    assert Card.from_doc(kept.to_doc()) == kept


def test_an_account_number_points_to_its_member() -> None:
    entry = account_entry("PB 00.001", "01JB0000000000000000000001")
    assert entry["pk"] == "D#pb"
    assert str(entry["sk"]).startswith("pb00001#")


def test_the_digits_of_a_nik_stand_in_no_entry() -> None:
    nik = "3515014602870119"
    written = repr(entries(card(nik_marks=nik_hashes(nik, lookup_hash)), lookup_hash))
    assert nik not in written
    assert "T#0119" not in written


@pytest.mark.parametrize(("status", "found"), [("active", 1), ("inactive", 1), ("left", 0)])
def test_a_birthday_is_kept_while_they_are_a_member(status: str, found: int) -> None:
    of_birthdays = [
        e
        for e in entries(card(birthday="02-29", status=status), plain_hash)
        if e["pk"] == "B#02-29"
    ]
    assert [e["sk"] for e in of_birthdays] == [MEMBER_ID] * found


def test_a_card_is_read_as_it_was_written() -> None:
    whole = card(phones=PHONES, nik_marks=("a", "b"), birthday="02-06")
    assert Card.from_doc(whole.to_doc()) == whole
