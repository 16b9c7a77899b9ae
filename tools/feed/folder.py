"""A folder of CSV and XLSX files as a source, with the headings of the file import.

A record is known by its number: a member's, an account's, an entry's document in its account. What
is no longer in a file is not deleted: files may hold one day only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from imports.reading import headings, reader_process, records
from imports.reading.row_reader import Record
from imports.reading.sheets import Sheet
from interchange.tables import REQUIRED
from shared.kernel.errors import FieldError, Refusal
from shared.kernel.messages import say

from .core_records import CoreRecord, Problem, RecordBatch

_HEADING_LINES = 20
_TABLES_READ = frozenset({"members", "savings", "financing", "installments", "transactions"})
_NEEDS_NUMBER = "needs a number of its own: without it a change cannot be told from another row"


@dataclass(frozen=True, slots=True)
class _FileRow:
    where: str
    record: Record


def read_folder(folder: Path, today: date) -> RecordBatch:
    """All records of the files, and the problems with their rows."""
    found = RecordBatch()
    rows = list(_rows(folder, today, found.problems))
    listed = _installments(rows)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        record = _to_core_record(row, listed)
        if record is None:
            continue
        if not record.id:
            found.problems.append(Problem(row.where, "number", _NEEDS_NUMBER, None, record.account))
        elif (record.kind, record.id) in seen:
            message = "is there twice; the first counts"
            found.problems.append(Problem(row.where, "number", message, record.id, record.account))
        else:
            seen.add((record.kind, record.id))
            found.records.append(record)
    return found


def _rows(folder: Path, today: date, problems: list[Problem]) -> Iterator[_FileRow]:
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() not in {".csv", ".xlsx"} or path.name.startswith((".", "~")):
            continue
        try:
            for sheet in reader_process.sheets(path, path.name):
                name = path.name if sheet.name == path.name else f"{path.name}, {sheet.name}"
                yield from _of_sheet(sheet, name, today, problems)
        except Refusal as refusal:
            problems += [_problem(path.name, fault) for fault in refusal.errors]


def _of_sheet(sheet: Sheet, name: str, today: date, problems: list[Problem]) -> Iterator[_FileRow]:
    first = list(islice(sheet.rows, _HEADING_LINES))
    heading = headings.find(first)
    if heading is None or heading.missing:
        missing = ", ".join(sorted(heading.missing)) if heading else ", ".join(REQUIRED)
        problems.append(Problem(name, "heading", "no columns for", missing))
        return
    if heading.kind not in _TABLES_READ:
        message = "is not followed; take this file in by the file import"
        problems.append(Problem(name, "heading", message, heading.kind))
        return
    for line_no, cells in chain(first, sheet.rows):
        if line_no <= heading.line or records.is_passed_over(heading, cells):
            continue
        where = f"{name}, line {line_no}"
        read = records.read(heading, cells, today)
        if isinstance(read, list):
            problems += [_problem(where, fault) for fault in read]
        else:
            yield _FileRow(where, read)


def _problem(where: str, fault: FieldError) -> Problem:
    return Problem(where, fault.field, say(fault.code, "en", fault.params), fault.value)


def _installments(rows: list[_FileRow]) -> dict[str, list[dict[str, Any]]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.record.kind == "installments":
            listed.setdefault(str(row.record.owner), []).append(dict(row.record.body))
    return {owner: sorted(some, key=lambda one: one["due_on"]) for owner, some in listed.items()}


def _to_core_record(row: _FileRow, listed: dict[str, list[dict[str, Any]]]) -> CoreRecord | None:
    record, body = row.record, dict(row.record.body)
    match record.kind:
        case "members":
            return CoreRecord("members", record.key or "", body["member"] | body["card"], row.where)
        case "savings" | "financing":
            body["member_no"] = body.pop("member_id")
            if explicit := listed.get(record.key or ""):
                body = {name: body[name] for name in _EXPLICIT_SCHEDULE_FIELDS if name in body}
                body["installments"] = explicit
            return CoreRecord("accounts", record.key or "", body, row.where)
        case "transactions":
            number = f"{record.owner}/{record.key}" if record.key else ""
            return CoreRecord(
                "transactions", number, {"account_no": record.owner, **body}, row.where
            )
    return None


_EXPLICIT_SCHEDULE_FIELDS = (
    "account_no",
    "member_no",
    "kind",
    "product",
    "opened_on",
    "grace_days",
)
