"""Rejected rows as files of the form in which they were sent, each row with its reasons.

The reasons are a column more than the sender's, which a later import does not read: so a file
can be corrected and sent again.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from imports.reading.headings import Heading
from imports.reading.sheets import CsvForm
from imports.store.staged_tables import StagedTable
from imports.store.staging import Staging
from interchange import spreadsheet
from interchange.cells import Cell, text
from interchange.columns import REASON_HEADINGS, REASONS, Column
from interchange.tables import column_of
from interchange.vocabulary import folded
from shared.kernel.errors import FieldError
from shared.kernel.messages import Language, say

_ROWS_AT_ONCE = 1_000
_DAY = "dd/mm/yyyy"
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})( 00:00:00)?")
_WIDTH, _REASON_WIDTH = 18, 60
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of rejected rows: of which file they are, where it lies, its ending, its rows."""

    file: str
    path: Path
    ending: str
    rows: int


def write(staging: Staging, folder: Path, language: Language) -> Iterator[WrittenFile]:
    """A file in `folder` for each file that was sent and has rejected rows."""
    found = ((table, staging.count_rejected(table)) for table in staging.tables())
    rejected = [(table, rows) for table, rows in found if rows]
    for number, (file, group) in enumerate(groupby(rejected, key=lambda one: one[0].file)):
        some = list(group)
        path = folder / f"rejected-{number}"
        ending = _write_file(path, staging, [table for table, _ in some], language)
        yield WrittenFile(file, path, ending, sum(rows for _, rows in some))


def heading_of(fault: FieldError, heading: Heading) -> str | None:
    """The heading of the column that a fault is about (its field `addresses.0.rt` is column rt)."""
    number = heading.columns.get(fault.field.rpartition(".")[2])
    return None if number is None else heading.names[number]


def _write_file(
    path: Path, staging: Staging, tables: Sequence[StagedTable], language: Language
) -> str:
    """Write the rejected rows of one file: a CSV, a workbook, or a ZIP; the ending of its name."""
    if not any(table.csv for table in tables):
        _write_workbook(path, staging, tables, language)
        return ".xlsx"
    (first, *others) = tables
    if first.csv and first.sheet == first.file and not others:
        _write_csv(path, staging, first, first.csv, language)
        return Path(first.file).suffix or ".csv"
    part = path.with_suffix(".part")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            name = _NOT_IN_FILE_NAMES.sub("_", table.sheet)
            if table.csv:
                _write_csv(part, staging, table, table.csv, language)
                is_taken = name in archive.namelist()
                archive.write(part, f"{table.number} {name}" if is_taken else name)
            else:
                _write_workbook(part, staging, [table], language)
                archive.write(part, f"{table.number} {name}.xlsx")
    return ".zip"


def _write_csv(
    path: Path, staging: Staging, table: StagedTable, form: CsvForm, language: Language
) -> None:
    encoding = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    rows = ([text(cell) or "" for cell in row] for row in _rows(staging, table, language))
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            file.write(spreadsheet.lines(some, form.separator))


def _write_workbook(
    path: Path, staging: Staging, tables: Sequence[StagedTable], language: Language
) -> None:
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    titles = spreadsheet.sheet_titles(table.sheet for table in tables)
    with Workbook(str(path), options) as book:
        for table, title in zip(tables, titles, strict=True):
            _write_sheet(book.add_worksheet(title), book, table, _rows(staging, table, language))


def _write_sheet(sheet: Any, book: Any, table: StagedTable, rows: Iterator[list[Cell]]) -> None:
    """Dates are dates and numbers numbers; where each digit matters the cells are text."""
    styles = [_style_of(book, column) for column in _known_columns(table.heading)]
    for column, style in enumerate(styles):
        sheet.set_column(column, column, _WIDTH, style)
    sheet.set_column(len(styles), len(styles), _REASON_WIDTH)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write_cell(
                sheet, (number, column), cell, styles[column] if column < len(styles) else None
            )


def _write_cell(sheet: Any, position: tuple[int, int], cell: Cell, style: Any) -> None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(*position, cell, style)
    elif day := _day(text(cell) or "") if style and style.num_format == _DAY else None:
        sheet.write_datetime(*position, day, style)
    else:
        sheet.write_string(*position, text(cell) or "", style)


def _day(written: str) -> date | None:
    """A date that a workbook had as one."""
    found = _ISO_DAY.fullmatch(written)
    with suppress(ValueError):
        return date.fromisoformat(found[1]) if found else None
    return None


def _style_of(book: Any, column: Column | None) -> Any:
    """None for cells that need no format. Digits are text, so that none is lost by editing."""
    match column and column.cell:
        case "digits":
            return book.add_format({"num_format": "@"})
        case "day":
            return book.add_format({"num_format": _DAY})
    return None


def _known_columns(heading: Heading) -> list[Column | None]:
    """What each written column is; None for one that the import does not know."""
    fields = {number: name for name, number in heading.columns.items()}
    return [
        column_of(heading.kind, fields[number]) if number in fields else None
        for number in _written_columns(heading)
    ]


def _written_columns(heading: Heading) -> list[int]:
    """The columns that are written: all but what an earlier file said of its rows."""
    titles = enumerate(heading.titles)
    return [number for number, title in titles if folded(title) not in REASON_HEADINGS]


def _rows(staging: Staging, table: StagedTable, language: Language) -> Iterator[list[Cell]]:
    """The heading and the rejected rows, all of the same length."""
    columns = _written_columns(table.heading)
    yield [*_at(table.heading.titles, columns), REASONS[language]]
    for row in staging.rejected_of(table):
        reasons = (_reason(fault, table.heading, language) for fault in row.faults)
        yield [*_at(row.raw, columns), "; ".join(reasons)]


def _at(row: Sequence[Cell], columns: Sequence[int]) -> list[Cell]:
    return [row[number] if number < len(row) else "" for number in columns]


def _reason(fault: FieldError, heading: Heading, language: Language) -> str:
    """`column: message: value`."""
    parts = (heading_of(fault, heading) or fault.field, say(fault.code, language, fault.params))
    return ": ".join((*parts, str(fault.value)) if fault.value is not None else parts)
