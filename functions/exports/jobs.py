"""The two kinds of export and how far each has come (docs/decisions/exports.md). Pure.

An export is one item. Each version of it calls the worker by the table's stream; the worker stores
its next files and writes the next version. Item and files expire after a week.
"""

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, Field

from interchange.tables import TABLES, Table, TableName
from members.schemas import ListQuery
from shared.kernel.messages import Language

from .member_list_csv import ListColumn

ExportStatus = Literal["running", "done", "failed"]
ExportStage = Literal["reading", "archive", "workbook"]
FileFormat = Literal["zip", "xlsx"]

MAX_WORKBOOK_ROWS = 5_000_000
_FAILED_AFTER = timedelta(minutes=15)


class Export(BaseModel, frozen=True):
    """What every export has.

    `by` is the user or API client who began it. `members` of `total` are read (`total` is None
    where it is not known beforehand), and `position` is where the next step reads on. `parts` is
    the number of files stored so far. Times are UTC.
    """

    kind: ClassVar[str]
    version: int = Field(0, exclude=True)
    export_id: str
    by: str
    offices: tuple[str, ...]
    created_at: str
    updated_at: str
    finished: bool = False
    members: int = Field(0, validation_alias="rows", serialization_alias="rows")
    total: int | None = None
    parts: int = 0
    position: str | None = None

    def status(self, now: datetime) -> ExportStatus:
        """Failed where nothing changed for 15 minutes: its record is in the dead-letter queue."""
        silent = now - datetime.fromisoformat(self.updated_at).astimezone(UTC)
        return "done" if self.finished else "failed" if silent > _FAILED_AFTER else "running"


class FullExport(Export, frozen=True):
    """An export of everything; `row_counts` are the rows written so far, by table."""

    kind = "FULL"
    stage: ExportStage = "reading"
    row_counts: dict[TableName, int] = Field(
        default_factory=dict, validation_alias="lines", serialization_alias="lines"
    )

    @property
    def formats(self) -> tuple[FileFormat, ...]:
        """The files to make. A workbook of too many rows would take longer than a step may."""
        fits = sum(self.row_counts.values()) <= MAX_WORKBOOK_ROWS
        return ("zip", "xlsx") if fits else ("zip",)

    def file(self, format_: FileFormat) -> str:
        """The key of a whole file."""
        return f"exports/{self.export_id}.{format_}"

    def part(self, table: Table, number: int) -> str:
        """The key of a table's part; a step that is done again overwrites its own parts."""
        return f"exports/{self.export_id}/{table.name}/{number:05}.csv"

    def parts_of(self, table: Table) -> list[str]:
        """The keys of a table's parts, in order."""
        return [self.part(table, number) for number in range(self.parts)]

    @property
    def all_parts(self) -> list[str]:
        return [part for table in TABLES for part in self.parts_of(table)]


class MemberListExport(Export, frozen=True):
    """An export of the members that a query finds."""

    kind = "MEMBERS"
    query: ListQuery
    columns: tuple[ListColumn, ...]
    language: Language

    @property
    def file(self) -> str:
        """The key of the whole file."""
        return f"exports/{self.export_id}.csv"

    def part(self, number: int) -> str:
        """The key of a part; a step that is done again overwrites its own part."""
        return f"exports/{self.export_id}/{number:05}.csv"

    @property
    def all_parts(self) -> list[str]:
        return [self.part(number) for number in range(self.parts)]
