"""Exports of everything as the imports table keeps them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from interchange.tables import TABLES, Table, TableName
from shared.aws import dynamo, write
from shared.kernel.errors import NotFound
from shared.kernel.ids import known_id
from shared.kernel.settings import settings

from . import jobs

PARTITION = "EXPORTS"
MOST_ROWS_OF_WORKBOOK = 5_000_000
_MOST_LISTED = 20

Stage = Literal["reading", "archive", "workbook"]
Format = Literal["zip", "xlsx"]


class Export(jobs.Export, frozen=True):
    """An export of everything: `rows` are members read; `lines` are rows by table."""

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


def load(export_id: str) -> Export:
    """By its id, or NotFound."""
    known_id("export", export_id)
    item = dynamo.get(settings().imports_table, (PARTITION, export_id))
    if item is None:
        raise NotFound("export", export_id)
    return jobs.read(Export, item)


def listed() -> list[Export]:
    """The latest, newest first."""
    table = settings().imports_table
    items = dynamo.query(table, PARTITION, limit=_MOST_LISTED, descending=True)
    return [jobs.read(Export, item) for item in items]


def save(changed: Export, now: datetime) -> write.Write:
    """The next version (guard `export`)."""
    return jobs.saved(settings().imports_table, (PARTITION, changed.export_id), changed, now)


def id_of(item: dynamo.Item) -> str:
    """Whose item this is."""
    return str(item["sk"])
