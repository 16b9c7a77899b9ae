"""Files as they come: encodings, separators, workbooks, and what is none of these."""

import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from imports.reading import archives
from imports.reading.sheets import MOST_EMPTY_ROWS, sheets
from interchange import workbook
from shared.kernel.errors import Invalid


def rows_of(path: Path) -> list[list[object]]:
    return [list(cells) for sheet in sheets(path, path.name) for _, cells in sheet.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_any_encoding_with_any_separator(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    path = tmp_path / "anggota.csv"
    lines = [["No", "Nama", "Alamat"], ["1", "Señora Müller", "Jl. Melati"], ["2", "Siti", "-"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    path.write_bytes(text.encode(encoding))
    assert rows_of(path) == lines


def test_a_line_within_quotes_and_empty_lines_do_not_disturb_the_count(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('No;Nama\n1;"Jl. Melati\nNo. 7"\n\n;\n2;Siti\n')
    (sheet,) = sheets(path, "a.csv")
    assert [(line, list(cells)) for line, cells in sheet.rows] == [
        (1, ["No", "Nama"]),
        (3, ["1", "Jl. Melati\nNo. 7"]),
        (6, ["2", "Siti"]),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"PK\x03\x04 and then nothing", "file_broken"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_table"),
        (b"No;Nama\n1;Si\0ti\n", "not_table"),
        (b"<html><body><table><tr><td>No</td></tr></table>", "web_page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook></Workbook>', "web_page"),
        (b'No;Nama\n1;"Siti\n' + b"2;Budi\n" * 60, "quote_left_open"),
        (b'No;Nama\n1;"' + b"x" * 200_000 + b'"\n', "quote_left_open"),
        (b"No;Nama\n" + b"1;" * 600_000, "line_too_long"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=code):
        rows_of(path)


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "open_document"),
        ({"word/document.xml": b"<document/>"}, "not_table"),
        ({"xl/workbook.xml": b"<workbook/>"}, "file_broken"),
        ({"xl/workbook.xml": b"", "xl/sharedStrings.xml": b"\0" * 1_100_000}, "unpacks_too_large"),
        ({"xl/workbook.xml": b"", "xl/media/image1.png": b"\0" * 2_200_000}, "unpacks_too_large"),
    ],
)
def test_a_zip_that_is_no_workbook_or_a_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: dict[str, bytes], code: str
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2_000_000)
    monkeypatch.setattr(workbook, "MOST_STRINGS", 1_000_000)
    path = zipped(tmp_path / "a.xlsx", parts)
    assert path.stat().st_size < 10_000
    with pytest.raises(Invalid, match=code):
        rows_of(path)


def with_sheet(path: Path, rows: Iterable[str]) -> Path:
    """A workbook with this sheet, written as other writers might."""
    with Workbook(str(path)) as book:
        book.add_worksheet()
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<c r="A1" t="inlineStr"><is><t>Nama</t></is></c><c r="B1"><v>7</v></c>'
    data = f'<sheetData><row r="1">{head}</row>{"".join(rows)}</sheetData>'
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{space}">{data}</worksheet>'.encode()
    return zipped(path, parts)


def test_a_workbook_with_a_cell_in_its_last_corner_is_refused(tmp_path: Path) -> None:
    corner = ["<row r='1048576'><c s='1' r='XFD1048576'><v>1</v></c></row>"]
    path = with_sheet(tmp_path / "a.xlsx", corner)
    with pytest.raises(Invalid, match="too_many_cells"):
        rows_of(path)


def test_a_workbook_with_a_cell_in_its_last_row_is_refused(tmp_path: Path) -> None:
    last = ['<row r="1048576"><c r="A1048576"><v>1</v></c></row>']
    path = with_sheet(tmp_path / "a.xlsx", last)
    with pytest.raises(Invalid, match="too_many_empty_rows"):
        rows_of(path)


def test_a_million_empty_rows_below_the_data_are_passed_over_quickly(tmp_path: Path) -> None:
    empty = (f'<row r="{row}"/>' for row in range(2, 1_048_577))
    path = with_sheet(tmp_path / "a.xlsx", empty)
    began = time.process_time()
    assert rows_of(path) == [["Nama", 7]]
    assert time.process_time() - began < 5


def test_emptiness_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("No;Nama\n" + ";\n" * (MOST_EMPTY_ROWS + 1) + "1;Siti\n")
    with pytest.raises(Invalid, match="too_many_empty_rows"):
        rows_of(path)


def test_a_zip_of_files_is_read_as_its_files_and_what_is_no_table_is_passed_over(
    tmp_path: Path,
) -> None:
    parts = {
        "README.txt": b"x",
        "a.csv": b"No;Nama\n",
        "__MACOSX/._a.csv": b"\0",
        "data/b.csv": b"No;NIK\n",
    }
    path = zipped(tmp_path / "a.zip", parts)
    tables = [(sheet.name, [list(row) for _, row in sheet.rows]) for sheet in sheets(path, "a")]
    assert tables == [("a.csv", [["No", "Nama"]]), ("b.csv", [["No", "NIK"]])]


def test_a_zip_in_a_zip_and_one_that_unpacks_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": b"No;Nama\n"})
    with pytest.raises(Invalid, match="zip_in_zip"):
        rows_of(zipped(tmp_path / "outer.zip", {"a.csv": inner.read_bytes()}))
    monkeypatch.setattr(archives, "MOST_UNPACKED", 5)
    with pytest.raises(Invalid, match="file_unpacks_too_large"):
        rows_of(inner)


def test_an_apostrophe_in_front_of_what_would_be_a_formula_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("No;Nama\n1;'=SUM\n2;'t Hooft\n")
    assert rows_of(path)[1:] == [["1", "=SUM"], ["2", "'t Hooft"]]
