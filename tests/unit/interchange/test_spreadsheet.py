"""CSV that spreadsheets open without harm, and that can be read back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

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


def test_an_apostrophe_that_guards_nothing_stays() -> None:
    assert spreadsheet.as_written("'t Hooft") == "'t Hooft"
