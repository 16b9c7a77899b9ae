"""Files as rows of cells: CSV of whatever encoding and separator, XLSX, and ZIPs of these.

Rows are read one after the other, so a CSV file of any length takes no more memory than a line.
What people send is only read like this in a process of its own (reader_process.py).
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, NamedTuple, TextIO

from interchange.cells import Cell, text
from interchange.spreadsheet import as_written
from shared.kernel.errors import Invalid

from . import archives, workbook

MOST_BYTES = 200 * 1024 * 1024
"""Of one file; looked at before it is fetched."""
MOST_EMPTY_ROWS = 10_000
LONGEST_LINE = 1_000_000
MOST_LINES_OF_A_ROW = 50
MOST_COLUMNS = 200
_SEPARATORS = ";,\t|"
_LOOKED_AT = 64 * 1024
_ZIP, _OLD_EXCEL, _PDF = archives.ZIP_MARK, b"\xd0\xcf\x11\xe0", b"%PDF"
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|table|meta|\?xml)", re.IGNORECASE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

SheetRow = tuple[int, Sequence[Cell]]
"""The line in the file or sheet, from 1, and its cells."""


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    separator: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's only table, or one sheet of a workbook (`csv` is None)."""

    name: str
    rows: Iterator[SheetRow]
    csv: CsvForm | None = None


def sheets(file: IO[bytes], name: str) -> Iterator[Sheet]:
    """The tables of a file called `name`; Invalid (field `file`) where it cannot be one."""
    head = file.read(_LOOKED_AT)
    file.seek(0)
    if not head:
        raise Invalid("file", "file_empty", name)
    if code := _foreign(head):
        raise Invalid("file", code, name)
    if head.startswith(_ZIP) and archives.is_archive(file):
        for inner, contents in archives.unpacked(file, name):
            yield from sheets(contents, inner)
    elif head.startswith(_ZIP):
        for title, rows in workbook.sheets(file, name):
            yield Sheet(title, _filled(enumerate(rows, start=1), name))
    else:
        encoding = _encoding(file, head)
        form = CsvForm(encoding, _separator(head.decode(encoding, errors="ignore")))
        yield Sheet(name, _filled(_csv(file, form, name), name), form)


def _foreign(head: bytes) -> str | None:
    """Why a file that begins like this cannot be read, if that can be told."""
    if head.startswith(_OLD_EXCEL):
        return "old_excel"
    if _WEB_PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        return "web_page"
    if head.startswith(_PDF) or (b"\0" in head and not head.startswith((*_UTF_16, _ZIP))):
        return "not_table"
    return None


def _csv(file: IO[bytes], form: CsvForm, name: str) -> Iterator[SheetRow]:
    lines = io.TextIOWrapper(file, form.encoding, errors="replace", newline="")
    reader = csv.reader(_lines(lines, name), delimiter=form.separator)
    before = 0
    try:
        for row in reader:
            if reader.line_num - before > MOST_LINES_OF_A_ROW:
                raise Invalid("file", "quote_left_open", name, line=before + 1)
            before = reader.line_num
            yield before, [c if c[:1] != "'" else as_written(c) for c in row]
    except csv.Error as error:
        raise Invalid("file", "quote_left_open", name, line=before + 1) from error


def _lines(file: TextIO, name: str) -> Iterator[str]:
    """Line by line; Invalid for one that would fill the memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Invalid("file", "line_too_long", name, limit=LONGEST_LINE)
        yield line


def _encoding(file: IO[bytes], head: bytes) -> str:
    """By the mark of byte order, else UTF-8 where all of the file is, else cp1252."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(_UTF_16):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _separator(sample: str) -> str:
    """The one by which most lines have the same number of columns, the more columns the better."""

    def regularity(separator: str) -> int:
        rows = csv.reader(io.StringIO(sample), delimiter=separator)
        widths = Counter(len(row) for _, row in zip(range(50), rows, strict=False) if len(row) > 1)
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(_SEPARATORS, key=regularity)


def _filled(rows: Iterator[SheetRow] | enumerate[Sequence[Cell]], name: str) -> Iterator[SheetRow]:
    """The rows with something in them, up to their last filled cell; Invalid where emptiness has no
    end, or something stands far to the right of every table."""
    empty = 0
    for line, cells in rows:
        width = next((n for n in range(len(cells), 0, -1) if text(cells[n - 1])), 0)
        if width > MOST_COLUMNS:
            raise Invalid("file", "too_many_columns", name, line=line, limit=MOST_COLUMNS)
        if width:
            empty = 0
            yield line, cells[:width]
            continue
        empty += 1
        if empty > MOST_EMPTY_ROWS:
            raise Invalid("file", "too_many_empty_rows", name, limit=MOST_EMPTY_ROWS)
