"""Files as they come: encodings, separators, workbooks, and what is none of these."""

import io
import time
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from imports.reading import archives, workbook
from imports.reading.read_file import messages
from imports.reading.reader_process import sheets
from imports.reading.sheets import MOST_COLUMNS, MOST_EMPTY_ROWS
from shared.kernel.errors import Invalid

from .attack_files import with_sheet, zipped


def refusal_of(content: bytes) -> object:
    """Why a file is refused, read without a process of its own."""
    *_, (what, code, *_) = messages(io.BytesIO(content))
    assert what == "refused"
    return code


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
    rows = [row for sheet in sheets(path, "a.csv") for row in sheet.rows]
    assert [(line, list(cells)) for line, cells in rows] == [
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


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "open_document"),
        ({"word/document.xml": b"<document/>"}, "not_table"),
        ({"xl/workbook.xml": b"<workbook/>"}, "file_broken"),
        (
            {"xl/workbook.xml": b"", "xl/media/image1.png": b"\0" * 2_200_000},
            "file_unpacks_too_large",
        ),
    ],
)
def test_a_zip_that_is_no_workbook_or_a_bomb_is_refused(
    monkeypatch: pytest.MonkeyPatch, parts: dict[str, bytes], code: str
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2_000_000)
    assert refusal_of(zipped(parts)) == code


def test_a_million_empty_rows_below_the_data_are_passed_over_quickly(tmp_path: Path) -> None:
    empty = (f'<row r="{row}"/>' for row in range(2, 1_048_577))
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_sheet("".join(empty)))
    began = time.monotonic()
    assert rows_of(path) == [["Nama", "Tgl Masuk"]]
    assert time.monotonic() - began < 10


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
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(parts))
    tables = [(sheet.name, [list(row) for _, row in sheet.rows]) for sheet in sheets(path, "a")]
    assert tables == [("a.csv", [["No", "Nama"]]), ("b.csv", [["No", "NIK"]])]


def test_a_zip_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 5)
    assert refusal_of(zipped({"a.csv": b"No;Nama\n"})) == "file_unpacks_too_large"


def test_a_damaged_zip_is_refused_with_what_could_be_read_before(tmp_path: Path) -> None:
    content = zipped({"a.csv": b"No;Nama\n", "b.csv": bytes(range(48, 122)) * 100})
    damaged = bytearray(content)
    damaged[content.index(b"b.csv") + 20] ^= 255
    assert refusal_of(bytes(damaged)) == "file_broken"


def test_cells_behind_the_last_filled_one_do_not_count_as_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"No;Nama{';' * 5 * MOST_COLUMNS}\n1;Siti{'; ' * MOST_COLUMNS}\n")
    assert rows_of(path) == [["No", "Nama"], ["1", "Siti"]]


def test_dates_numbers_and_truth_values_of_a_workbook_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        style = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["teks", 7.5, True])
        sheet.write_datetime(0, 3, date(2026, 11, 24), style)
    assert rows_of(path) == [["teks", 7.5, True, date(2026, 11, 24)]]


def test_an_apostrophe_in_front_of_what_would_be_a_formula_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("No;Nama\n1;'=SUM\n2;'t Hooft\n")
    assert rows_of(path)[1:] == [["1", "=SUM"], ["2", "'t Hooft"]]
