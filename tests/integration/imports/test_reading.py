"""Files as they come: encodings, separators, workbooks, and what is none of these."""

import zipfile
from pathlib import Path

import pytest

from imports import reading
from imports.reading import MOST_EMPTY_ROWS, sheets
from shared.errors import Invalid


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
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=code):
        rows_of(path)


def test_a_zip_bomb_is_refused_without_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1024 * 1024)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (1024 * 1024 + 1))
    assert path.stat().st_size < 2000
    with pytest.raises(Invalid, match="file_unpacks_too_large"):
        rows_of(path)


def test_emptiness_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("No;Nama\n" + ";\n" * (MOST_EMPTY_ROWS + 1) + "1;Siti\n")
    with pytest.raises(Invalid, match="too_many_empty_rows"):
        rows_of(path)
