"""New members who may be somebody who is there, or another row: same phone and similar name.

Their rows wait until somebody decides: a new member, the same person, or left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from shared.aws.vault import lookup_hash
from shared.kernel.caller import Caller
from shared.records import member_card
from shared.records.contact_records import members_with_phone
from shared.records.search_index.table import is_empty

from .name_similarity import is_similar

READERS = 4
_AT_ONCE = 100


def find_all(caller: Caller, staging: Staging) -> None:
    """Make rows doubtful that are like a member whom the caller may see, or a row before them."""
    if not is_empty():
        with ThreadPoolExecutor(READERS) as readers:
            for rows in staging.pages("members", _AT_ONCE):
                staging.set_found("doubtful", _like_members(caller, rows, readers))
    staging.set_found("doubtful", _like_rows(staging.sharing_phones()))


def _like_members(
    caller: Caller, rows: Sequence[Staged], readers: ThreadPoolExecutor
) -> Iterator[tuple[int, dict[str, object]]]:
    numbers = sorted({number for row in rows for number in _phones(row)})
    owners = dict(zip(numbers, readers.map(members_with_phone, numbers), strict=True))
    cards = member_card.read_many(sorted({one for some in owners.values() for one in some}))
    for row in rows:
        near = [cards[one] for n in _phones(row) for one in owners[n] if one in cards]
        for card in (one for one in near if caller.may_see(one.row["office"])):
            if is_similar(_name(row), card.row["name"]) and not _other_nik(row, card.nik_marks):
                there = card.row
                names = ("member_id", "member_no", "name")
                yield row.id, {**{n: there[n] for n in names}, "line": None}  # type: ignore[literal-required]
                break


def _like_rows(groups: Iterable[Sequence[Staged]]) -> Iterator[tuple[int, dict[str, object]]]:
    for rows in groups:
        for number, row in enumerate(rows):
            for other in rows[:number]:
                nik = _nik(other)
                hashes = (lookup_hash(nik),) if nik else ()
                if is_similar(_name(row), _name(other)) and not _other_nik(row, hashes):
                    member_no = other.body["member"].get("member_no")
                    twin = {"member_id": None, "member_no": member_no, "name": _name(other)}
                    yield row.id, {**twin, "line": other.line}
                    break


def _phones(row: Staged) -> list[str]:
    return [str(phone["number"]) for phone in row.body["card"].get("phones", ())]


def _name(row: Staged) -> str:
    return str(row.body["member"]["name"])


def _nik(row: Staged) -> str | None:
    nik = row.body["member"].get("nik")
    return str(nik) if nik else None


def _other_nik(row: Staged, hashes: Sequence[str]) -> bool:
    """Both have a NIK, and not the same."""
    nik = _nik(row)
    return bool(nik and hashes and lookup_hash(nik) not in hashes)
