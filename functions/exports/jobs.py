"""What an export is and how far it has come (docs/decisions/exports.md). Pure.

An export is an item. Each version of it calls the worker by the table's stream, which writes a
chunk as files of its own and the next version. It expires after a week, and so do its files.
"""

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, Field

from interchange.tables import TABLES, Table, TableName
from members.schemas import ListQuery
from shared.kernel.messages import Language

from .member_list_rows import Column

Status = Literal["running", "done", "failed"]
Stage = Literal["reading", "archive", "workbook"]
Format = Literal["zip", "xlsx"]

MOST_ROWS_OF_WORKBOOK = 5_000_000
_GIVEN_UP = timedelta(minutes=15)


class Export(BaseModel, frozen=True):
    """What every export has: whose it is, how far it is, and where it goes on (`position`)."""

    kind: ClassVar[str]
    version: int = Field(0, exclude=True)
    export_id: str
    by: str
    offices: tuple[str, ...]
    created_at: str
    updated_at: str
    finished: bool = False
    rows: int = 0
    total: int | None = None
    parts: int = 0
    position: str | None = None

    def status(self, now: datetime) -> Status:
        """One of which nothing was heard for long has failed: its chunk is a dead letter."""
        silent = now - datetime.fromisoformat(self.updated_at).astimezone(UTC)
        return "done" if self.finished else "failed" if silent > _GIVEN_UP else "running"


class FullExport(Export, frozen=True):
    """An export of everything: `rows` are members read; `lines` are rows by table."""

    kind = "FULL"
    stage: Stage = "reading"
    lines: dict[TableName, int] = Field(default_factory=dict)

    @property
    def formats(self) -> tuple[Format, ...]:
        """What it ends in: a workbook of more rows would take longer than a step may."""
        fits = sum(self.lines.values()) <= MOST_ROWS_OF_WORKBOOK
        return ("zip", "xlsx") if fits else ("zip",)

    def file(self, format_: Format) -> str:
        """Where a whole file is."""
        return f"exports/{self.export_id}.{format_}"

    def part(self, table: Table, number: int) -> str:
        """Where a table's part is until they are joined; written again it is the same one."""
        return f"exports/{self.export_id}/{table.name}/{number:05}.csv"

    def parts_of(self, table: Table) -> list[str]:
        """All parts of a table."""
        return [self.part(table, number) for number in range(self.parts)]

    @property
    def all_parts(self) -> list[str]:
        return [part for table in TABLES for part in self.parts_of(table)]


class MemberListExport(Export, frozen=True):
    """An export of the members that a query finds."""

    kind = "MEMBERS"
    query: ListQuery
    columns: tuple[Column, ...]
    language: Language

    @property
    def file(self) -> str:
        """Where the whole file is."""
        return f"exports/{self.export_id}.csv"

    def part(self, number: int) -> str:
        """Where a part is until they are joined; a part that is written again is the same one."""
        return f"exports/{self.export_id}/{number:05}.csv"

    @property
    def all_parts(self) -> list[str]:
        return [self.part(number) for number in range(self.parts)]
