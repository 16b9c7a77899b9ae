"""What a column of a table is: the field it holds, its headings, how its cells are written. Pure.

Each column is defined once, in member_columns.py or account_columns.py: imports find it by any of
its headings, exports write its title, and files of rejected rows format its cells by its kind.
"""

from dataclasses import dataclass, replace
from typing import Literal

from shared.kernel.messages import Language

from .vocabulary import folded

CellKind = Literal["text", "digits", "day", "number", "rate"]
"""`digits` is text in which every digit counts (a leading 0, all 16 of a NIK), so it is never
written as a number. `number` is a whole number, money in whole rupiah; `rate` is in percent."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `field` is the API's name for what it holds; None for what an export adds for the record, which
    no import reads. `title` heads it in an export. Imports know it by that and by `others`, in
    Indonesian and English, after folding (vocabulary.folded). A table that lacks a `required`
    column cannot be imported. Of a `personal` one only masked values are shown.
    """

    field: str | None
    title: str
    others: tuple[str, ...] = ()
    cell: CellKind = "text"
    required: bool = False
    exported: bool = True
    personal: bool = False

    @property
    def headings(self) -> frozenset[str]:
        """All headings by which an import knows it, folded."""
        return frozenset(map(folded, (self.title, *self.others)))


def column(
    field: str,
    title: str,
    others: str = "",
    cell: CellKind = "text",
    *,
    required: bool = False,
    exported: bool = True,
    personal: bool = False,
) -> Column:
    """A Column whose `others` are separated by |."""
    names = tuple(others.split("|")) if others else ()
    return Column(field, title, names, cell, required, exported, personal)


def for_the_record(title: str, cell: CellKind = "text") -> Column:
    """A column that exports write and no import reads."""
    return Column(None, title, cell=cell)


def required(one: Column) -> Column:
    """The same column where a table cannot be imported without it."""
    return replace(one, required=True)


def not_exported(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The same columns where only imports know them."""
    return tuple(replace(one, exported=False) for one in columns)


MEMBER_NO = column(
    "member_no",
    "No. Anggota",
    "nba|no buku anggota|id anggota|member no|member number",
    "digits",
)

REASONS: dict[Language, str] = {"id": "Alasan ditolak", "en": "Reason refused"}
"""The title of the column that says why a row was rejected; no import reads it."""

REASON_HEADINGS = frozenset(map(folded, REASONS.values()))
