"""The XLSX of an export: a sheet for each table, written row by row."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from interchange import spreadsheet
from interchange.cells import number
from interchange.columns import Column
from interchange.tables import TABLES, Table

from . import parts
from .archive import SEPARATOR
from .jobs import FullExport

MAX_SHEET_ROWS = 1_048_576
"""Excel's limit; further rows go into another sheet."""
MAX_SHEET_CELLS = 4_000_000
"""Of text they take an import 428 MB to read, of the 1 GB that it gives to a file."""
_FIRST_DATE = date(1900, 3, 1)
"""Before it Excel's day numbers are one too high: it has a 29 February 1900."""


def write(export: FullExport, folder: Path) -> Path:
    """Write the workbook from the export's parts; its path."""
    from xlsxwriter import Workbook

    whole = folder / "whole.xlsx"
    with Workbook(str(whole), {"constant_memory": True, "tmpdir": str(folder)}) as book:
        styles = {
            "title": book.add_format({"bold": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "number": book.add_format({"num_format": "0"}),
        }
        for table in TABLES:
            _sheets(book, table, _rows(export, table, folder), styles)
    return whole


def _sheets(book: Any, table: Table, rows: Iterator[Sequence[str]], styles: dict[str, Any]) -> None:
    sheet, row_no, sheet_no = _sheet(book, table, table.sheet, styles), 1, 1
    columns = table.columns
    max_rows = min(MAX_SHEET_ROWS, MAX_SHEET_CELLS // len(columns))
    for row in rows:
        if row_no == max_rows:
            sheet_no += 1
            sheet, row_no = _sheet(book, table, f"{table.sheet} {sheet_no}", styles), 1
        for column, cell in enumerate(row):
            if cell:
                _cell(sheet, (row_no, column), columns[column], cell, styles)
        row_no += 1


def _sheet(book: Any, table: Table, name: str, styles: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, 16)
    for column, title in enumerate(table.titles):
        sheet.write_string(0, column, title, styles["title"])
    return sheet


def _cell(
    sheet: Any, at: tuple[int, int], column: Column, cell: str, styles: dict[str, Any]
) -> None:
    if column.cell == "day" and (day := date.fromisoformat(cell)) >= _FIRST_DATE:
        sheet.write_datetime(*at, day, styles["day"])
    elif column.cell == "number":
        sheet.write_number(*at, int(cell), styles["number"])
    elif column.cell == "rate":
        sheet.write_number(*at, float(number(cell) or 0))
    else:
        sheet.write_string(*at, cell)


def _rows(export: FullExport, table: Table, folder: Path) -> Iterator[list[str]]:
    path = folder / table.name
    with path.open("wb") as file:
        parts.join(export.parts_of(table), file, folder)
    with path.open(encoding="utf-8", newline="") as text:
        for row in csv.reader(text, delimiter=SEPARATOR):
            yield [spreadsheet.as_written(cell) for cell in row]
    path.unlink()
