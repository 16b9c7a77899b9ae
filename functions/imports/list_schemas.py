"""The API's words for the tables of an import, for corrections, and for lists of rows."""

from pydantic import BaseModel

from imports.store.checked_tables import CheckedColumn
from imports.store.corrections import Correction
from imports.store.jobs import Decision
from interchange.tables import ImportKind

from .schemas import Fault


class Column(CheckedColumn, frozen=True):
    """A column and the field that it was taken as (None: it is not read; `ignored` where somebody
    said so); `examples` are masked if personal."""


class Table(BaseModel):
    """A file's only table or one sheet; while a required column is `missing` no row is read."""

    number: int
    file: str
    sheet: str
    kind: ImportKind
    columns: list[Column]
    missing: list[str]


class FieldOfKind(BaseModel):
    """What a column may hold."""

    field: str
    required: bool


class FieldsOfKind(BaseModel):
    """What the columns of a kind of table may hold."""

    kind: ImportKind
    fields: list[FieldOfKind]


class TableList(BaseModel):
    """In the order of the files; `kinds` in the order in which they are taken in."""

    items: list[Table]
    next_cursor: str | None
    kinds: list[FieldsOfKind]


class CorrectionList(BaseModel):
    """What was corrected, in no order that means something."""

    items: list[Correction]
    next_cursor: str | None


class _FileRow(BaseModel):
    """Where a row is."""

    file: str
    sheet: str
    line: int
    kind: ImportKind


class RefusedRow(_FileRow):
    """A row that was not taken in."""

    faults: list[Fault]


class RefusedList(BaseModel):
    """In the order of the files."""

    items: list[RefusedRow]
    next_cursor: str | None


class FieldChange(BaseModel):
    """A field and its values before and after, masked if personal."""

    field: str
    before: str | None
    after: str | None


class ChangedRow(_FileRow):
    """A row of a member who is there and differs: `key` is the member's number in the row."""

    key: str | None
    name: str
    changes: list[FieldChange]


class Twin(BaseModel):
    """Whom a row may be: a member who is there, or the row at a `line` of the file."""

    member_id: str | None
    member_no: str | None
    name: str
    line: int | None


class DoubtfulRow(_FileRow):
    """A row with the phone, and a name like that, of somebody else; what was decided of it."""

    row: int
    key: str | None
    name: str
    twin: Twin
    decision: Decision | None


class DoubtfulList(BaseModel):
    """In the order of the files."""

    items: list[DoubtfulRow]
    next_cursor: str | None


class ChangedList(BaseModel):
    """In the order of the files."""

    items: list[ChangedRow]
    next_cursor: str | None
