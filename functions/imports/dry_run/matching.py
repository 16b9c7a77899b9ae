"""Members of a file beside those who are there: who is new, who changes, who stays as they are."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from contacts.bulk import ContactChange
from imports.apply.member_changes import update_by_row
from imports.store.staged_rows import Staged
from imports.store.staging import Staging
from interchange.tables import PERSONAL_FIELDS
from members import bulk as members
from members.bulk import NewMember, StoredMember
from shared.aws.vault import lookup_hash
from shared.domain.phones import mask as mask_text
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldError, Refusal
from shared.records import contact_records

from .name_similarity import is_different

READERS = 4
MEMBERS_AT_ONCE = 50


def match_members(caller: Caller, rows: Sequence[Staged], staging: Staging, clock: Clock) -> None:
    """Tell of up to 100 rows of members, by their numbers and NIKs, who is new, changed or same."""
    by_number = members.ids_by_number(row.key for row in rows if row.key)
    by_nik = members.ids_by_nik(nik for row in rows if (nik := _nik(row)))
    existing: list[tuple[Staged, str]] = []
    nik_of_another: list[tuple[Staged, str]] = []
    new: list[Staged] = []
    for row in rows:
        of_nik = by_nik.get(_nik(row) or "")
        owner = by_number.get(row.key) if row.key else of_nik
        if of_nik and of_nik != owner:
            nik_of_another.append((row, of_nik))
        elif owner:
            existing.append((row, owner))
        else:
            new.append(row)
    staging.refuse(_refused_by_room(caller, new, clock))
    for start in range(0, len(existing), MEMBERS_AT_ONCE):
        _match_existing(caller, existing[start : start + MEMBERS_AT_ONCE], staging, clock)
    for start in range(0, len(nik_of_another), MEMBERS_AT_ONCE):
        staging.refuse(_nik_faults(caller, nik_of_another[start : start + MEMBERS_AT_ONCE]))


def masked(changes: Iterable[ContactChange]) -> list[dict[str, str | None]]:
    """Changes as they are kept and shown: field, before, after, personal values masked."""
    return [
        {
            "field": field,
            "before": _shown(field, before),
            "after": _shown(field, after),
        }
        for field, before, after in changes
    ]


def _refused_by_room(
    caller: Caller, rows: Iterable[Staged], clock: Clock
) -> Iterator[tuple[int, FieldError]]:
    """New members that the members room would refuse."""
    for row in rows:
        try:
            members.accept_new(caller, NewMember.model_validate(row.body["member"]), clock)
        except Refusal as refusal:
            yield row.id, refusal.errors[0]


def _match_existing(
    caller: Caller, pairs: Sequence[tuple[Staged, str]], staging: Staging, clock: Clock
) -> None:
    ids = [member_id for _, member_id in pairs]
    with ThreadPoolExecutor(READERS) as readers:
        books = list(readers.map(contact_records.load, ids))
    for (row, member_id), old, book in zip(pairs, _stored(ids), books, strict=True):
        if old is None:
            continue
        try:
            _require_reach(caller, row, old)
            _require_same_person(row, old)
            changes = update_by_row(caller, row, old, book, clock).changes
        except Refusal as refusal:
            staging.refuse((row.id, error) for error in refusal.errors)
            continue
        if changes:
            what = {"member_id": member_id, "changes": masked(changes)}
            staging.set_found("changed", [(row.id, what)])
        else:
            staging.set_state("same", [row.id])


def _nik_faults(
    caller: Caller, pairs: Sequence[tuple[Staged, str]]
) -> Iterator[tuple[int, FieldError]]:
    """Whose NIK it is, where the caller may see them."""
    for (row, _), owner in zip(pairs, _stored([one for _, one in pairs]), strict=True):
        if owner and caller.may_see(owner.card.row["office"]):
            number = owner.card.row["member_no"]
            yield row.id, FieldError("nik", "nik_of_member", None, {"member_no": number})
        else:
            yield row.id, FieldError("nik", "used_outside")


def _stored(member_ids: Sequence[str]) -> list[StoredMember | None]:
    different = list(dict.fromkeys(member_ids))
    found = dict(zip(different, members.load_many(different), strict=True))
    return [found[member_id] for member_id in member_ids]


def _require_reach(caller: Caller, row: Staged, old: StoredMember) -> None:
    """Refuse a row of a member whom the caller may not see, by what the row itself says."""
    if not caller.may_see(old.card.row["office"]):
        raise Conflict("member_no" if row.key else "nik", "used_outside", row.key)


def _require_same_person(row: Staged, old: StoredMember) -> None:
    """Refuse a row whose number has somebody of quite another name, unless the NIK is the same."""
    nik, name = _nik(row), str(row.body["member"]["name"])
    if nik and lookup_hash(nik) in old.card.nik_marks:
        return
    if is_different(name, old.card.row["name"]):
        number = old.card.row["member_no"]
        raise Conflict("member_no", "number_of_another", number, name=old.card.row["name"])


def _shown(field: str, value: str | None) -> str | None:
    return mask_text(value) if value and field in PERSONAL_FIELDS else value


def _nik(row: Staged) -> str | None:
    return cast(str | None, row.body["member"].get("nik"))
