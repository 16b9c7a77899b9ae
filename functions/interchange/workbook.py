"""The sheets of an XLSX file, and what is none or would not fit into memory.

The reader keeps a sheet as rows by columns up to its last cell, so one that has a cell in its last
corner would take hundreds of gigabytes: its extent is looked at first, as the file is unpacked.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

from shared.kernel.errors import Invalid

from .cells import Cell

MOST_UNPACKED = 512 * 1024 * 1024
MOST_STRINGS = 128 * 1024 * 1024
MOST_CELLS = 4_000_000
_SHEETS, _STRINGS = "xl/worksheets/", "xl/sharedStrings.xml"
_CHUNK, _LONGEST_TAG = 1024 * 1024, 256
_FILLED = re.compile(rb"""r=["']([A-Z]{1,3})(\d{1,7})[^/>]*>""")


def sheets(path: Path, name: str) -> Iterator[tuple[str, Iterator[Sequence[Cell]]]]:
    """(name, rows) of each sheet of a file called `name`; Invalid where it is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_others(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for sheet in book.sheet_names:
                rows = book.get_sheet_by_name(sheet).iter_rows()
                yield sheet, cast(Iterator[Sequence[Cell]], rows)
    except CalamineError as error:
        raise Invalid("file", "file_broken", name) from error


def _refuse_others(path: Path, name: str) -> None:
    try:
        with ZipFile(path) as archive:
            _refuse_unfit(archive, name)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Invalid("file", "file_broken", name) from error


def _refuse_unfit(archive: ZipFile, name: str) -> None:
    parts = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "mimetype" in parts:
        raise Invalid("file", "open_document", name)
    if not any(part.startswith("xl/workbook.") for part in parts):
        raise Invalid("file", "not_table", name)
    for size, limit in (
        (sum(parts.values()), MOST_UNPACKED),
        (parts.get(_STRINGS, 0), MOST_STRINGS),
    ):
        if size > limit:
            raise Invalid("file", "file_unpacks_too_large", name, limit=limit // 1024**2)
    for part in parts:
        if part.startswith(_SHEETS):
            with archive.open(part) as unpacked:
                if _is_too_large(unpacked):
                    raise Invalid("file", "too_many_cells", name, limit=MOST_CELLS)


def _is_too_large(unpacked: IO[bytes]) -> bool:
    """Whether the rows by the columns, up to the last that hold something, are too many cells."""
    rows, columns = 0, set[bytes]()
    rest = b""
    while chunk := unpacked.read(_CHUNK):
        cells = _FILLED.findall(rest + chunk)
        rows = max([rows, *(int(row) for _, row in cells)])
        columns.update(column for column, _ in cells)
        if rows * max(map(_number, columns), default=0) > MOST_CELLS:
            return True
        rest = chunk[-_LONGEST_TAG:]
    return False


def _number(column: bytes) -> int:
    """26 for Z, 27 for AA."""
    found = 0
    for letter in column:
        found = found * 26 + letter - ord("A") + 1
    return found
