"""CSV as spreadsheets read and write it, and the titles that they give to sheets. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that
has an apostrophe of its own there: what was written can be read back.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BEGIN = "\ufeff"
"""By this mark spreadsheets know UTF-8."""

_FORMULA = (*"=+-@", *"＝＋－＠", *"﹦﹢﹣﹫", "\t", "\r", "\n")
"""Excel takes the full-width signs for the others where it is set to an eastern language."""
_GUARD = "'"
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"


def lines(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """The rows as lines of CSV, without the mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return text.getvalue()


def _defused(cell: str) -> str:
    return f"{_GUARD}{cell}" if cell.startswith((*_FORMULA, _GUARD)) else cell


def as_written(cell: str) -> str:
    """The cell before `lines` put an apostrophe in front of it."""
    guarded = cell.startswith(_GUARD) and cell[1:].startswith((*_FORMULA, _GUARD))
    return cell[1:] if guarded else cell


def sheet_titles(names: Iterable[str]) -> list[str]:
    """What sheets of these names may be called in one workbook: short, without signs that Excel
    keeps for itself, no two equal but for case."""
    taken = {_RESERVED}
    titles = []
    for name in names:
        plain = title = _cut(_NOT_IN_TITLES.sub("_", name))
        number = 1
        while title.casefold() in taken:
            number += 1
            title = f"{_cut(plain, len(f' {number}'))} {number}"
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _cut(title: str, room: int = 0) -> str:
    """The beginning of a title that leaves so much room; nor may it begin or end in apostrophes."""
    return title[: _LONGEST_TITLE - room].strip("' ") or "_"
