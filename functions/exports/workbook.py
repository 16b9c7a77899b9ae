"""The workbook of an export: a sheet for each table, written row by row in little memory."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from interchange import spreadsheet, workbook
from interchange.cells import number
from interchange.columns import Column
from interchange.tables import TABLES, Table

from . import parts
from .archive import SEPARATOR
from .jobs import FullExport

MOST_ROWS = 1_048_576
"""What a sheet holds; what is more, or more than an import reads, goes on in a further sheet."""
_FIRST_DATE = date(1900, 3, 1)
"""Excel counts a day too many before it."""


def write(export: FullExport, folder: Path) -> Path:
    """Write an export's parts as sheets; where the workbook is."""
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
    sheet, place, number_of = _sheet(book, table, table.sheet, styles), 1, 1
    columns = table.columns
    most = min(MOST_ROWS, workbook.MOST_CELLS // len(columns))
    for row in rows:
        if place == most:
            number_of += 1
            sheet, place = _sheet(book, table, f"{table.sheet} {number_of}", styles), 1
        for column, cell in enumerate(row):
            if cell:
                _cell(sheet, (place, column), columns[column], cell, styles)
        place += 1


def _sheet(book: Any, table: Table, name: str, styles: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, 16)
    for column, title in enumerate(table.titles):
        sheet.write_string(0, column, title, styles["title"])
    return sheet


def _cell(
    sheet: Any, place: tuple[int, int], column: Column, cell: str, styles: dict[str, Any]
) -> None:
    if column.cell == "day" and (day := date.fromisoformat(cell)) >= _FIRST_DATE:
        sheet.write_datetime(*place, day, styles["day"])
    elif column.cell == "number":
        sheet.write_number(*place, int(cell), styles["number"])
    elif column.cell == "rate":
        sheet.write_number(*place, float(number(cell) or 0))
    else:
        sheet.write_string(*place, cell)


def _rows(export: FullExport, table: Table, folder: Path) -> Iterator[list[str]]:
    path = folder / table.name
    with path.open("wb") as file:
        parts.join(export.parts_of(table), file, folder)
    with path.open(encoding="utf-8", newline="") as text:
        for row in csv.reader(text, delimiter=SEPARATOR):
            yield [spreadsheet.as_written(cell) for cell in row]
    path.unlink()
