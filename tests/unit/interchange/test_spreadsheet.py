"""CSV that spreadsheets open without harm, and that can be read back."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from interchange import spreadsheet


def test_a_cell_that_would_be_a_formula_gets_an_apostrophe() -> None:
    cells = ["=1+1", "+62812", "-5", "@SUM(A1)", "\tx", "'x", "a=b", ""]
    (line,) = csv.reader(io.StringIO(spreadsheet.lines([cells], ";"), newline=""), delimiter=";")
    assert line == ["'=1+1", "'+62812", "'-5", "'@SUM(A1)", "'\tx", "''x", "a=b", ""]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2))
def test_what_was_written_can_be_read_back(cells: list[str]) -> None:
    text = spreadsheet.lines([cells], ";")
    (line,) = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert [spreadsheet.as_written(cell) for cell in line] == cells


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n")
def test_whatever_a_spreadsheet_may_take_for_a_formula_is_guarded(sign: str) -> None:
    assert spreadsheet.lines([[f"{sign}1+1"]]).lstrip('"').startswith("'")


def test_the_site_guards_what_the_server_does() -> None:
    code = (Path(__file__).parents[3] / "static_site/src/lib/csv.ts").read_text()
    (signs,) = re.findall(r"FORMULA = /\^\[(.+)\]/", code)
    written = signs.replace("\\-", "-").encode().decode("unicode_escape").encode("latin-1").decode()
    assert set(written) == set(spreadsheet._FORMULA)


@pytest.mark.parametrize(
    "names",
    [
        ["a/b", "a[b]", "a:b*c?d\\e"],
        ["x" * 40, "x" * 31, "X" * 31, "x" * 33],
        ["Anggota", "ANGGOTA", "anggota", "Anggota 2"],
        ["'Anggota'", "History", "", "'", "\x00\x1f", " "],
        [f"{'x' * 29}{n}" for n in range(10, 30)] * 5,
    ],
)
def test_sheets_of_any_names_get_titles_that_a_workbook_takes(
    names: list[str], tmp_path: Path
) -> None:
    titles = spreadsheet.sheet_titles(names)
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        for title in titles:
            book.add_worksheet(title)
    assert len({title.casefold() for title in titles}) == len(names)


def test_a_title_that_a_workbook_takes_stays() -> None:
    assert spreadsheet.sheet_titles(["Anggota", "Jadwal (2026)"]) == ["Anggota", "Jadwal (2026)"]


def test_an_apostrophe_that_guards_nothing_stays() -> None:
    assert spreadsheet.as_written("'t Hooft") == "'t Hooft"
