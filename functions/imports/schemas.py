"""The API's words for imports (docs/api.md); those of tables and rows are in list_schemas.py."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from imports.store.jobs import Decision, JobState
from interchange.tables import ImportKind
from shared.kernel.fields import Body, Clean

MOST_FILES, MOST_DECISIONS = 10, 90
DEFAULT_PAGE, MAX_PAGE = 25, 100

FileName = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Clean
]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=300)]
RowNumber = Annotated[int, Field(ge=1, lt=10**12)]
FieldName = Annotated[str, StringConstraints(max_length=40)]


class NewImport(Body):
    """The names of the files that will be sent."""

    files: Annotated[tuple[FileName, ...], Field(min_length=1, max_length=MOST_FILES)]


class TableCorrection(Body):
    """Of the table with this number: what kind it is, and which field columns hold (null: none)."""

    table: Annotated[int, Field(ge=0, le=999_999)]
    kind: ImportKind | None = None
    columns: Annotated[dict[Heading, FieldName | None], Field(max_length=100, default_factory=dict)]


class Checking(Body):
    """Corrections of what the last check made of the tables; remembered for files to come."""

    tables: Annotated[tuple[TableCorrection, ...], Field(max_length=50)] = ()


class Decisions(Body):
    """What doubtful rows are, by their numbers, and all that have no decision of their own."""

    rows: Annotated[
        dict[RowNumber, Decision], Field(max_length=MOST_DECISIONS, default_factory=dict)
    ]
    others: Decision | None = None


class Page(Body):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None


class Upload(BaseModel):
    """Where a file is to be PUT, within 15 minutes."""

    name: str
    url: str


class WhichFile(Body):
    """The file of refused rows with this number."""

    number: Annotated[int, Field(ge=0, lt=MOST_FILES)]


class RefusedFile(BaseModel):
    """A file of refused rows: where it is for 15 minutes, and what to save it as."""

    name: str
    rows: int
    link: str


class RefusedFileOf(BaseModel):
    """That there is such a file, and of which file the rows are."""

    number: int
    file: str
    rows: int


class Fault(BaseModel):
    """What is wrong with a cell; the value is quoted, masked if personal."""

    field: str
    column: str | None
    message: str
    value: str | None


class Import(BaseModel):
    """An import and how far it has come; `counts` are rows by kind and by what became of them,
    `stopped_at` is the state in which it failed or was cancelled."""

    import_id: str
    state: JobState
    files: list[str]
    counts: dict[ImportKind, dict[str, int]]
    done: int
    total: int
    undecided: int
    faults: list[Fault]
    stopped_at: JobState | None
    refused_files: list[RefusedFileOf]
    created_at: str
    created_by: str


class StartedImport(Import):
    """With where its files go."""

    uploads: list[Upload]


class ImportList(BaseModel):
    """Newest first."""

    items: list[Import]
    next_cursor: str | None
