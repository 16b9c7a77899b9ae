"""The dry run: what of the files would be created, is there already, or is refused and why.

Each row is judged by itself (reading/records.py), against the other rows, and against what is in
the tables; entries also against the account as it would stand with those before them.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from imports.reading import headings, reader_process, records
from imports.reading.headings import Heading, HeadingCorrections
from imports.reading.row_reader import Record
from imports.reading.sheets import SheetRow
from imports.store.staging import Staging
from imports.store.staging_reader import UniqueColumn
from interchange import cells
from interchange.cells import Cell
from interchange.tables import ACCOUNT_KINDS, ImportKind, is_for_the_record
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError

from . import account_checks, closings, matching, possible_duplicates
from .attachments import attach_all

ROWS_AT_ONCE = 2_000
MOST_SECONDS = 600.0
"""To read and stage all files of an import; Lambda ends a step after 900."""
_HEADING_LINES = 20
_LOOKED_UP = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was sent: where it lies and what its sender called it."""

    path: Path
    name: str


def check(
    caller: Caller,
    sources: Sequence[Source],
    staging: Staging,
    corrections: HeadingCorrections,
    clock: Clock,
) -> None:
    """Fill `staging` with every row of the files and what became of it.

    Invalid where a file cannot be read, or all of them not in time.
    """
    until = time.monotonic() + MOST_SECONDS
    for source in sources:
        _stage(source, staging, corrections, clock.today(), until)
    staging.index()
    _refuse_repeated(staging)
    attach_all(staging)
    for members in staging.pages("members", _LOOKED_UP):
        matching.match_members(caller, members, staging, clock)
    possible_duplicates.find_all(caller, staging)
    account_checks.check_accounts(caller, staging, clock)
    account_checks.refuse_stray_installments(caller, staging)
    account_checks.check_entries(caller, staging, clock)
    closings.check(caller, staging, clock)
    staging.refuse_detached()


def _stage(
    source: Source, staging: Staging, corrections: HeadingCorrections, today: date, until: float
) -> None:
    """Read a file's tables; one without a heading, or that lacks a column, is left out."""
    for sheet in reader_process.sheets(source.path, source.name, until):
        first = _next(sheet.rows, _HEADING_LINES)
        heading = headings.find(first, corrections)
        if heading is None or is_for_the_record(heading.titles):
            continue
        examples = headings.examples(heading, first)
        table = staging.add_table(source.name, sheet, heading, examples)
        if heading.missing:
            continue
        rows = _rows(heading, first, sheet.rows, today)
        while some := _next(rows, ROWS_AT_ONCE):
            staging.add(table, some)


def _rows(
    heading: Heading, first: Sequence[SheetRow], rest: Iterator[SheetRow], today: date
) -> Iterator[tuple[int, ImportKind, list[Cell], Record | list[FieldError]]]:
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


def _refuse_again(
    staging: Staging, kinds: tuple[ImportKind, ...], column: UniqueColumn, name: str
) -> None:
    staging.refuse(
        (row_id, FieldError(name, "again_in_file", value, {"line": line}))
        for row_id, line, value in staging.repeated(kinds, column)
    )


def _next(rows: Iterator[Any], most: int) -> list[Any]:
    return [row for _, row in zip(range(most), rows, strict=False)]
