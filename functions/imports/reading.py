"""Files as rows of cells: CSV in whatever encoding and with whatever separator, and XLSX.

Rows are read one after the other, so a CSV file of any length takes no more memory than a line.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from shared.errors import Invalid
from shared.spreadsheet import as_written

from .cells import Cell

MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_EMPTY_ROWS = 10_000
_SEPARATORS = ";,\t|"
_LOOKED_AT = 64 * 1024
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Row = tuple[int, Sequence[Cell]]
"""The line in the file or sheet, from 1, and its cells."""


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    separator: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's only table, or one sheet of a workbook (`csv` is None)."""

    name: str
    rows: Iterator[Row]
    csv: CsvForm | None = None


def sheets(path: Path, name: str) -> Iterator[Sheet]:
    """The tables of a file called `name`; Invalid (field `file`) where it cannot be one."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Invalid("file", "file_too_large", name, limit=MOST_BYTES // 1024**2)
    if size == 0:
        raise Invalid("file", "file_empty", name)
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if head.startswith(_OLD_EXCEL):
        raise Invalid("file", "old_excel", name)
    if head.startswith(_ZIP):
        yield from _workbook(path, name)
    else:
        encoding = _encoding(path, head)
        form = CsvForm(encoding, _separator(head.decode(encoding, errors="ignore")))
        yield Sheet(name, _filled(_csv(path, form, name), name), form)


def _workbook(path: Path, name: str) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bomb(path, name)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for sheet in book.sheet_names:
                rows = cast(Iterator[Sequence[Cell]], book.get_sheet_by_name(sheet).iter_rows())
                yield Sheet(sheet, _filled(enumerate(rows, start=1), name))
    except CalamineError as error:
        raise Invalid("file", "file_broken", name) from error


def _refuse_bomb(path: Path, name: str) -> None:
    try:
        with ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise Invalid("file", "file_broken", name) from error
    if unpacked > MOST_UNPACKED:
        raise Invalid("file", "file_unpacks_too_large", name, limit=MOST_UNPACKED // 1024**2)


def _csv(path: Path, form: CsvForm, name: str) -> Iterator[Row]:
    with path.open(encoding=form.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=form.separator)
        try:
            for row in reader:
                yield reader.line_num, [c if c[:1] != "'" else as_written(c) for c in row]
        except csv.Error as error:
            raise Invalid("file", "file_broken", name) from error


def _encoding(path: Path, head: bytes) -> str:
    """By the mark of byte order, else UTF-8 where all of the file is, else cp1252."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(1024 * 1024):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _separator(sample: str) -> str:
    """The one by which most lines have the same number of columns, the more columns the better."""

    def regularity(separator: str) -> int:
        rows = csv.reader(io.StringIO(sample), delimiter=separator)
        widths = Counter(len(row) for _, row in zip(range(50), rows, strict=False) if len(row) > 1)
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(_SEPARATORS, key=regularity)


def _filled(rows: Iterator[Row] | enumerate[Sequence[Cell]], name: str) -> Iterator[Row]:
    """The rows with something in them; Invalid where emptiness has no end."""
    empty = 0
    for line, cells in rows:
        if any(cell not in {None, ""} and str(cell).strip() for cell in cells):
            empty = 0
            yield line, cells
            continue
        empty += 1
        if empty > MOST_EMPTY_ROWS:
            raise Invalid("file", "too_many_empty_rows", name, limit=MOST_EMPTY_ROWS)
