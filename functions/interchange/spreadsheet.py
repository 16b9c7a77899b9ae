"""CSV as spreadsheets read and write it. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that
has an apostrophe of its own there: what was written can be read back.
"""

import csv
import io
from collections.abc import Iterable, Sequence

BEGIN = "\ufeff"
"""By this mark spreadsheets know UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


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
