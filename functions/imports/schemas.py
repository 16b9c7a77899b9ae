"""The API's words for imports (docs/api.md)."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.schema import Body, Clean

from .jobs import State, Table
from .rules import Kind

MOST_FILES = 10
DEFAULT_PAGE, MAX_PAGE = 25, 100

FileName = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Clean
]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]


class NewImport(Body):
    """The names of the files that will be sent."""

    files: Annotated[tuple[FileName, ...], Field(min_length=1, max_length=MOST_FILES)]


class Checking(Body):
    """Headings that were not recognised, and the field that each holds; remembered."""

    headings: Annotated[dict[Heading, str], Field(max_length=200, default_factory=dict)]


class Page(Body):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None


class Upload(BaseModel):
    """Where a file is to be PUT, within 15 minutes."""

    name: str
    url: str


class Fault(BaseModel):
    """What is wrong with a cell; the value is quoted, masked if personal."""

    field: str
    column: str | None
    message: str
    value: str | None


class Import(BaseModel):
    """An import and how far it has come; `counts` are rows by kind and by what became of them."""

    import_id: str
    state: State
    files: list[str]
    tables: list[Table]
    counts: dict[Kind, dict[str, int]]
    done: int
    total: int
    faults: list[Fault]
    created_at: str
    created_by: str


class StartedImport(Import):
    """With where its files go."""

    uploads: list[Upload]


class ImportList(BaseModel):
    """Newest first."""

    items: list[Import]
    next_cursor: str | None


class RefusedRow(BaseModel):
    """A row that was not taken in."""

    file: str
    sheet: str
    line: int
    kind: Kind
    faults: list[Fault]


class RefusedList(BaseModel):
    """In the order of the files."""

    items: list[RefusedRow]
    next_cursor: str | None
