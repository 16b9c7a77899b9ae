"""The dry run: what of the files would be created, is there already, or is refused and why.

Rows are judged in the order in which they build on each other: by themselves (records.py), against
the other rows, against what is in the tables, and entries against the account as it would stand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts import bulk, opening
from accounts.ledger_schemas import NewTransaction
from accounts.repository import Account
from accounts.schemas import NewAccount
from shared.clock import Clock
from shared.errors import FieldError, Refusal
from shared.identity import Caller
from shared.money import rupiah

from . import cells, headings, known, reading, records, repository
from .cells import Cell
from .headings import Heading, Learned
from .records import Record
from .repository import Documents
from .rules import ACCOUNT_KINDS, Kind
from .staging import Column, Staged, Staging

ROWS_AT_ONCE = 2_000
_HEADING_LINES = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was sent: where it lies and what its sender called it."""

    path: Path
    name: str


def check(
    caller: Caller, sources: Sequence[Source], staging: Staging, learned: Learned, clock: Clock
) -> None:
    """Fill `staging` with every row of the files and what became of it."""
    for source in sources:
        _stage(source, staging, learned, clock.today())
    staging.index()
    _refuse_repeated(staging)
    for members in _chunks(staging.fresh("members")):
        known.compare(caller, members, staging, clock)
    _check_accounts(staging, clock)
    _refuse_stray_installments(staging)
    _check_entries(caller, staging, clock)


def _stage(source: Source, staging: Staging, learned: Learned, today: date) -> None:
    """Read a file's tables; one without a heading, or that lacks a column, is left out."""
    for sheet in reading.sheets(source.path, source.name):
        first = _taken(sheet.rows, _HEADING_LINES)
        heading = headings.find(first, learned)
        if heading is None:
            continue
        examples = headings.examples(heading, first)
        table = staging.add_table(source.name, sheet, heading, examples)
        if heading.missing:
            continue
        rows = _rows(heading, first, sheet.rows, today)
        while some := _taken(rows, ROWS_AT_ONCE):
            staging.add(table, some)


def _rows(
    heading: Heading, first: Sequence[reading.Row], rest: Iterator[reading.Row], today: date
) -> Iterator[tuple[int, Kind, list[Cell], Record | list[FieldError]]]:
    for rows in (first, rest):
        for line, row in rows:
            if line > heading.line and not records.is_passed_over(heading, row):
                raw = [cells.kept(cell) for cell in row]
                yield line, heading.kind, raw, records.read(heading, row, today)


def _refuse_repeated(staging: Staging) -> None:
    """Of rows with the same number the first counts."""
    _refuse_again(staging, ("members",), "key", "member_no")
    _refuse_again(staging, ("members",), "nik", "nik")
    _refuse_again(staging, ACCOUNT_KINDS, "key", "account_no")
    _refuse_again(staging, ("transactions",), "document", "document_no")


def _refuse_again(staging: Staging, kinds: tuple[Kind, ...], column: Column, name: str) -> None:
    staging.refuse(
        (row_id, FieldError(name, "again_in_file", value, {"line": line}))
        for row_id, line, value in staging.repeated(kinds, column)
    )


def _check_accounts(staging: Staging, clock: Clock) -> None:
    for kind in ACCOUNT_KINDS:
        for rows in _chunks(staging.fresh(kind)):
            members = repository.member_ids(row.owner for row in rows if row.owner)
            there = repository.account_ids(row.key for row in rows if row.key)
            for row in rows:
                fault = _account_fault(row, members, there, staging, clock)
                if fault:
                    staging.refuse([(row.id, fault)])
                elif row.key in there:
                    installments = staging.of_owner("installments", row.key)
                    staging.set_state("same", (one.id for one in (row, *installments)))


def _refuse_stray_installments(staging: Staging) -> None:
    for owner in staging.owners("installments"):
        if staging.find(("financing",), owner) is None:
            fault = FieldError("account_no", "unknown_account", owner)
            staging.refuse((row.id, fault) for row in staging.of_owner("installments", owner))


def _account_fault(
    row: Staged, members: dict[str, str], there: dict[str, str], staging: Staging, clock: Clock
) -> FieldError | None:
    owner = members.get(row.owner or "")
    if owner is None and staging.find(("members",), row.owner or "") is None:
        return FieldError("member_no", "unknown_member", row.owner)
    if (account_id := there.get(row.key or "")) is not None:
        same = account_id.startswith(f"{owner}.{row.kind[0].upper()}")
        return None if same else FieldError("account_no", "duplicate", row.key)
    try:
        opening.schedule_of(new_account(row, staging, ""), clock.today())
    except Refusal as refusal:
        return refusal.errors[0]
    return None


def new_account(row: Staged, staging: Staging, member_id: str) -> NewAccount:
    """What a staged account asks to open, with its instalments where the files list them."""
    body: dict[str, Any] = {**row.body, "member_id": member_id}
    if row.kind == "financing" and (listed := staging.of_owner("installments", row.key or "")):
        explicit = {"account_no", "member_id", "kind", "product", "opened_on", "grace_days"}
        body = {name: value for name, value in body.items() if name in explicit}
        body["installments"] = [one.body for one in listed]
    return NewAccount.model_validate(body)


def _check_entries(caller: Caller, staging: Staging, clock: Clock) -> None:
    for owners in _chunks(staging.owners("transactions")):
        accounts = repository.account_ids(owners)
        for owner in owners:
            rows = staging.of_owner("transactions", owner)
            account, there = _standing(owner, accounts.get(owner), staging, clock)
            if account is None:
                fault = FieldError("account_no", "unknown_account", owner)
                staging.refuse((row.id, fault) for row in rows)
                continue
            same = [row for row in rows if row.document in there]
            staging.set_state("same", (row.id for row in same))
            staging.refuse(_differing(same, there))
            fresh = [row for row in rows if row.document not in there]
            staging.refuse(_faults(caller, account, fresh, clock))


def _standing(
    number: str, account_id: str | None, staging: Staging, clock: Clock
) -> tuple[Account | None, Documents]:
    """The account before these entries, and those it has by their documents."""
    if account_id is not None:
        return repository.account(account_id)
    staged = staging.find(ACCOUNT_KINDS, number)
    if staged is None:
        return None, {}
    new = new_account(staged, staging, "")
    return opening.new_account(new, number, opening.schedule_of(new, clock.today())), {}


def _differing(rows: Iterable[Staged], there: Documents) -> Iterator[tuple[int, FieldError]]:
    """A document that is there says the same again, or it is refused."""
    for row in rows:
        entry = there[row.document or ""]
        if any(row.body[name] != entry[name] for name in ("type", "value_date", "amount")):
            other = {"amount": rupiah(entry["amount"]), "on": entry["value_date"]}
            yield row.id, FieldError("document_no", "document_differs", row.document, other)


def _faults(
    caller: Caller, account: Account, rows: Iterable[Staged], clock: Clock
) -> Iterator[tuple[int, FieldError]]:
    for row in rows:
        try:
            account, _ = bulk.entered(caller, account, NewTransaction(**row.body), clock)
        except Refusal as refusal:
            yield row.id, refusal.errors[0]


def _taken(rows: Iterator[Any], most: int) -> list[Any]:
    return [row for _, row in zip(range(most), rows, strict=False)]


def _chunks(rows: Sequence[Any], size: int = 100) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
