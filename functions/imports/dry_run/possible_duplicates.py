"""Rows of members who may be somebody who is there, or another row: the same phone, a like name.

They wait until somebody decides: a new member, the same person, or left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from imports.store import jobs
from imports.store.jobs import Job
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from shared.aws import dynamo
from shared.aws.vault import lookup_hash
from shared.kernel.settings import settings
from shared.records import member_card
from shared.records.search_entries import ALL, Card, list_pk

from .name_similarity import alike

READERS = 4
_AT_ONCE = 100
_BY_PHONE = dynamo.Index("by_phone", "e164", "member_id")


def find(staging: Staging) -> None:
    """Note of new members whom they may be: of those who are there, then of the rows before."""
    if dynamo.query(settings().members_table, list_pk(ALL, ALL, "member_no"), limit=1):
        with ThreadPoolExecutor(READERS) as readers:
            for rows in staging.pages("members", _AT_ONCE):
                staging.found("doubtful", _like_members(rows, readers))
    staging.found("doubtful", _like_rows(staging.sharing_phones()))


def decide(job: Job, staging: Staging) -> None:
    """Give doubtful rows the state that was decided; once, however often."""
    decided = {row["row"]: row["decision"] for row in jobs.all_kept(job, "doubtful")}
    for rows in staging.pages("members", _AT_ONCE, "doubtful"):
        for row in rows:
            decision = decided.get(row.id) or job.others
            twin = (row.found or {}).get("member_id")
            if decision == "new":
                staging.forget(row.id)
            elif decision == "same" and twin:
                staging.found("changed", [(row.id, {"member_id": twin, "changes": []})])
            else:
                staging.set_state("left_out", [row.id])


def _like_members(
    rows: Sequence[Staged], readers: ThreadPoolExecutor
) -> Iterator[tuple[int, dict[str, object]]]:
    numbers = sorted({number for row in rows for number in _phones(row)})
    owners = dict(zip(numbers, readers.map(_owners, numbers), strict=True))
    cards = _cards({one for some in owners.values() for one in some})
    for row in rows:
        near = [cards[one] for n in _phones(row) for one in owners[n] if one in cards]
        for card in near:
            if alike(_name(row), card.row["name"]) and not _other_nik(row, card.nik_marks):
                there = card.row
                names = ("member_id", "member_no", "name")
                yield row.id, {**{n: there[n] for n in names}, "line": None}  # type: ignore[literal-required]
                break


def _like_rows(groups: Iterable[Sequence[Staged]]) -> Iterator[tuple[int, dict[str, object]]]:
    for rows in groups:
        for place, row in enumerate(rows):
            for other in rows[:place]:
                nik = _nik(other)
                marks = (lookup_hash(nik),) if nik else ()
                if alike(_name(row), _name(other)) and not _other_nik(row, marks):
                    number = other.body["member"].get("member_no")
                    twin = {"member_id": None, "member_no": number, "name": _name(other)}
                    yield row.id, {**twin, "line": other.line}
                    break


def _owners(number: str) -> list[str]:
    found = dynamo.query(settings().contacts_table, number, index=_BY_PHONE)
    return [str(item["member_id"]) for item in found]


def _cards(member_ids: set[str]) -> dict[str, Card]:
    """By id, of 100 in one call; those of members who are gone are absent."""
    table, ids = settings().members_table, sorted(member_ids)
    found: dict[str, Card] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        items = dynamo.batch_get([(table, member_card.card_key(one)) for one in some])
        found |= {
            one: Card.from_doc(str(item["doc"]))
            for one, item in zip(some, items, strict=True)
            if item
        }
    return found


def _phones(row: Staged) -> list[str]:
    return [str(phone["number"]) for phone in row.body["card"].get("phones", ())]


def _name(row: Staged) -> str:
    return str(row.body["member"]["name"])


def _nik(row: Staged) -> str | None:
    nik = row.body["member"].get("nik")
    return str(nik) if nik else None


def _other_nik(row: Staged, marks: Sequence[str]) -> bool:
    """Both have a NIK, and not the same."""
    nik = _nik(row)
    return bool(nik and marks and lookup_hash(nik) not in marks)
