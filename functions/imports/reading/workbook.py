"""The sheets of an XLSX file, and what is none.

The reader, calamine, keeps a sheet as rows by columns up to its last filled cell: one cell in the
last corner would take hundreds of gigabytes. What it may take is bounded where it runs
(read_file.py), whatever the file says of itself.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO
from zipfile import ZipFile

from interchange.cells import Cell
from shared.kernel.errors import Invalid

MOST_UNPACKED = 512 * 1024 * 1024
MOST_SHEETS = 500


def sheets(file: IO[bytes], name: str) -> Iterator[tuple[str, Iterator[Sequence[Cell]]]]:
    """(name, rows) of each sheet of a file called `name`; Invalid where it is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    with ZipFile(file) as archive:
        _refuse_others({entry.filename: entry.file_size for entry in archive.infolist()}, name)
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            if len(book.sheet_names) > MOST_SHEETS:
                raise Invalid("file", "too_many_tables", name, limit=MOST_SHEETS)
            for sheet in book.sheet_names:
                yield sheet, map(_plain, book.get_sheet_by_name(sheet).iter_rows())
    except CalamineError as error:
        raise Invalid("file", "file_broken", name) from error


def _refuse_others(parts: dict[str, int], name: str) -> None:
    if "mimetype" in parts:
        raise Invalid("file", "open_document", name)
    if not any(part.startswith("xl/workbook.") for part in parts):
        raise Invalid("file", "not_table", name)
    if sum(parts.values()) > MOST_UNPACKED:
        raise Invalid("file", "file_unpacks_too_large", name, limit=MOST_UNPACKED // 1024**2)


def _plain(row: Sequence[object]) -> list[Cell]:
    """Cells as they are, but times and durations, and what no number is (1e400), as text."""
    return [
        cell
        if isinstance(cell, (str, int, date)) or (isinstance(cell, float) and math.isfinite(cell))
        else str(cell)
        for cell in row
    ]
