"""Files made to hurt whoever reads them, each small, and why each is refused."""

import io
import zipfile
from collections.abc import Callable, Mapping

from xlsxwriter import Workbook

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADING = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Tgl Masuk</t></is></c></row>'
)
FIRST_SHEET = "xl/worksheets/sheet1.xml"
GIB = 1024 * 1024 * 1024


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook_parts() -> dict[str, bytes]:
    """The files of an empty workbook."""
    file = io.BytesIO()
    with Workbook(file) as book:
        book.add_worksheet()
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def worksheet(rows: str, before: str = "") -> bytes:
    """A sheet with a heading and these rows, written as other writers might."""
    data = f"<sheetData>{HEADING}{rows}</sheetData>"
    return f'{before}<worksheet xmlns="{SPACE}">{data}</worksheet>'.encode()


def with_sheet(rows: str, before: str = "") -> bytes:
    """A workbook with this sheet."""
    return zipped(workbook_parts() | {FIRST_SHEET: worksheet(rows, before)})


def moved_sheet(rows: str, to: str) -> bytes:
    """The same, its sheet in another part of the file."""
    parts = workbook_parts() | {to: worksheet(rows)}
    del parts[FIRST_SHEET]
    target = b"/" + to.encode()
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        for written in (b"worksheets/sheet1.xml", b"/xl/worksheets/sheet1.xml"):
            parts[name] = parts[name].replace(b'"' + written, b'"' + target)
    return zipped(parts)


def lying_sizes(content: bytes, part: str, said: int) -> bytes:
    """A ZIP that says of a part that it unpacks to so few bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(part)
        size = entry.file_size.to_bytes(4, "little")
    return content.replace(size, said.to_bytes(4, "little"))


def corner(cell: str) -> str:
    """A row with one cell in the last corner of a sheet."""
    return f'<row r="1048576">{cell}</row>'


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
TEXT = '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c></row>'


def shared_string(times: int) -> bytes:
    """A text of 32,000 letters that is kept once and stands in very many cells."""
    parts = workbook_parts()
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{SPACE}" count="1" uniqueCount="1"><si><t>{"x" * 32_000}</t></si></sst>'
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, times))
    return zipped(parts | {FIRST_SHEET: worksheet(rows)})


REFUSED: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a cell in the last corner": (
        lambda: with_sheet(corner('<c r="XFD1048576"><v>1</v></c>')),
        {"cell_far_outside"},
    ),
    "a cell name in lower case": (
        lambda: with_sheet(corner('<c r="xfd1048576"><v>1</v></c>')),
        {"cell_far_outside"},
    ),
    "spaces around the sign of equality": (
        lambda: with_sheet(corner('<c r = "XFD1048576"><v>1</v></c>')),
        {"cell_far_outside"},
    ),
    "attributes in another order": (
        lambda: with_sheet(corner('<c s="0" t="n" r="XFD1048576"><v>1</v></c>')),
        {"cell_far_outside"},
    ),
    "a sheet outside xl/worksheets": (
        lambda: moved_sheet(corner('<c r="XFD1048576"><v>1</v></c>'), "xl/elsewhere/table.xml"),
        {"cell_far_outside"},
    ),
    "a cell beyond what counts": (
        lambda: with_sheet('<row r="4294967295"><c r="ZZZZZZ4294967295"><v>1</v></c></row>'),
        {"cell_far_outside", "file_broken"},
    ),
    "a cell in row 0": (lambda: with_sheet('<c r="A0"><v>1</v></c>'), {"file_broken"}),
    "a cell in column 16,384": (
        lambda: with_sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        {"too_many_columns"},
    ),
    "a cell in the last row": (
        lambda: with_sheet(corner('<c r="A1048576"><v>1</v></c>')),
        {"too_many_empty_rows"},
    ),
    "a long text in very many cells": (lambda: shared_string(100_000), {"file_needs_memory"}),
    "a sheet that unpacks to more than it says": (
        lambda: lying_sizes(
            with_sheet(f"<!--{' ' * 50_000_000}-->" + corner('<c r="XFD1048576"><v>1</v></c>')),
            FIRST_SHEET,
            1000,
        ),
        {"cell_far_outside", "file_broken"},
    ),
    "a workbook that unpacks to a gigabyte": (
        lambda: lying_sizes(
            zipped(workbook_parts() | {"xl/media/image1.png": bytes(77_777)}),
            "xl/media/image1.png",
            GIB,
        ),
        {"file_unpacks_too_large"},
    ),
    "more sheets than anybody has": (
        lambda: zipped({f"{n}.csv": b"Nama;NIK\n" for n in range(501)}),
        {"too_many_tables"},
    ),
    "a ZIP in a ZIP": (
        lambda: zipped({"a.csv": zipped({"b.csv": b"Nama;NIK\n"})}),
        {"zip_in_zip"},
    ),
    "a CSV with a column for every letter": (
        lambda: b"Nama;NIK\n" + b";" * 300 + b"x\n",
        {"too_many_columns"},
    ),
    "a CSV without a line's end": (lambda: b"Nama;NIK\n" + b"1;" * 600_000, {"line_too_long"}),
    "a quotation mark that is not closed": (
        lambda: b'Nama;NIK\n"' + b"x\n" * 100_000,
        {"quote_left_open"},
    ),
}
"""By name: how the file is made, and one of which reasons it is refused for."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "entities that multiply": lambda: with_sheet(TEXT.format("&e9;"), LAUGHS),
    "an entity from outside": lambda: with_sheet(TEXT.format("&f;"), OUTSIDE),
    "a path that leads out": lambda: zipped({"../../../etc/a.csv": b"Nama;NIK\n"}),
    "no number and no date": lambda: with_sheet(
        '<row r="2"><c r="A2"><v>1e400</v></c><c r="B2"><v>-1e400</v></c></row>'
    ),
}
"""Files that could do harm and are read, or refused, without any."""
