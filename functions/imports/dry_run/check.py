"""The dry run: what of the files would be created, is there already, or is refused and why.

Rows are judged in the order in which they build on each other: by themselves (records.py), against
the other rows, against what is in the tables, and entries against the account as it would stand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts import bulk
from imports import repository
from imports.reading import headings, records, sheets
from imports.reading.headings import Heading, Learned
from imports.reading.row_reader import Record
from imports.repository import Documents
from imports.store import account_rows
from imports.store.account_rows import Fault
from imports.store.staged_rows import Staged
from imports.store.staging import Column, Staging
from interchange import cells
from interchange.cells import Cell
from interchange.columns import ACCOUNT_KINDS, Kind
from interchange.tables import is_for_the_record
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError, Refusal
from shared.kernel.money import rupiah

from . import closings, matching, possible_duplicates
from .attachments import join

ROWS_AT_ONCE = 2_000
_HEADING_LINES = 20
_LOOKED_UP = 100


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
    join(staging)
    for members in staging.pages("members", _LOOKED_UP):
        matching.compare(caller, members, staging, clock)
    possible_duplicates.find(staging)
    _check_accounts(staging, clock)
    _refuse_stray_installments(staging)
    _check_entries(caller, staging, clock)
    closings.check(caller, staging, clock)


def _stage(source: Source, staging: Staging, learned: Learned, today: date) -> None:
    """Read a file's tables; one without a heading, or that lacks a column, is left out."""
    for sheet in sheets.sheets(source.path, source.name):
        first = _taken(sheet.rows, _HEADING_LINES)
        heading = headings.find(first, learned)
        if heading is None or is_for_the_record(heading.titles):
            continue
        examples = headings.examples(heading, first)
        table = staging.add_table(source.name, sheet, heading, examples)
        if heading.missing:
            continue
        rows = _rows(heading, first, sheet.rows, today)
        while some := _taken(rows, ROWS_AT_ONCE):
            staging.add(table, some)


def _rows(
    heading: Heading, first: Sequence[sheets.Row], rest: Iterator[sheets.Row], today: date
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
        for rows in staging.pages(kind, _LOOKED_UP):
            members = staging.find(("members",), (row.owner for row in rows))
            owners = repository.member_ids(_not_new((row.owner for row in rows), members))
            numbers = [row.key or "" for row in rows]
            there = bulk.account_ids(numbers)
            installments = staging.of_owners("installments", numbers)
            for number, row in zip(numbers, rows, strict=True):
                listed = installments[number]
                matching = row.owner in owners or row.owner in members
                fault = (
                    _account_fault(row, listed, owners, there, clock)
                    if matching
                    else FieldError("member_no", "unknown_member", row.owner)
                )
                if fault:
                    staging.refuse([(row.id, fault)])
                elif number in there:
                    staging.set_state("same", (one.id for one in (row, *listed)))


def _not_new(numbers: Iterable[str | None], staged: Mapping[str, Staged]) -> list[str]:
    """The numbers that the tables may have: those of new rows were looked up before."""
    wanted = dict.fromkeys(number for number in numbers if number)
    return [n for n in wanted if n not in staged or staged[n].state != "new"]


def _refuse_stray_installments(staging: Staging) -> None:
    for owners in staging.owners("installments", _LOOKED_UP):
        financing = staging.find(("financing",), owners)
        stray = [owner for owner in owners if owner not in financing]
        for owner, rows in staging.of_owners("installments", stray).items():
            fault = FieldError("account_no", "unknown_account", owner)
            staging.refuse((row.id, fault) for row in rows)


def _account_fault(
    row: Staged,
    installments: Sequence[Staged],
    owners: Mapping[str, str],
    there: Mapping[str, str],
    clock: Clock,
) -> FieldError | None:
    if (account_id := there.get(row.key or "")) is not None:
        owner = owners.get(row.owner or "")
        same = account_id.startswith(f"{owner}.{row.kind[0].upper()}")
        return None if same else FieldError("account_no", "duplicate", row.key)
    try:
        bulk.schedule_of(account_rows.new_account(row, installments, ""), clock.today())
    except Refusal as refusal:
        return refusal.errors[0]
    return None


def _check_entries(caller: Caller, staging: Staging, clock: Clock) -> None:
    for owners in staging.owners("transactions", _LOOKED_UP):
        same: list[Staged] = []
        faults: list[Fault] = []
        staged = staging.find(ACCOUNT_KINDS, owners)
        accounts = bulk.account_ids(_not_new(owners, staged))
        installments = staging.of_owners("installments", owners)
        for owner, rows in staging.of_owners("transactions", owners).items():
            there: Documents = {}
            if account_id := accounts.get(owner):
                account, there = repository.account(account_id)
            elif owner in staged:
                account = account_rows.standing(staged[owner], installments[owner], rows, clock)
            else:
                fault = FieldError("account_no", "unknown_account", owner)
                faults += ((row.id, fault) for row in rows)
                continue
            again = [row for row in rows if row.document in there]
            same += again
            faults += _differing(again, there)
            fresh = [row for row in rows if row.document not in there]
            ledger = repository.entries(there) if account_id else None
            faults += account_rows.plan(caller, account, fresh, clock, ledger)[1]
        staging.set_state("same", (row.id for row in same))
        staging.refuse(faults)


def _differing(rows: Iterable[Staged], there: Documents) -> Iterator[Fault]:
    """A document that is there says the same again, or it is refused."""
    for row in rows:
        entry = there[row.document or ""]
        told = (row.body["type"], row.body["value_date"], row.body["amount"])
        if told != (entry.type, str(entry.value_date), entry.amount):
            other = {"amount": rupiah(entry.amount), "on": str(entry.value_date)}
            yield row.id, FieldError("document_no", "document_differs", row.document, {**other})


def _taken(rows: Iterator[Any], most: int) -> list[Any]:
    return [row for _, row in zip(range(most), rows, strict=False)]
