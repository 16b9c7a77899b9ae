"""The API's words for exports of everything (docs/api.md)."""

from typing import Literal

from pydantic import BaseModel

from interchange.tables import TableName

from .jobs import Status


class ExportFile(BaseModel):
    """A whole file and its link, which lives 15 minutes."""

    name: str
    url: str


class CooperativeExport(BaseModel):
    """How far an export is: `members` of `total` are read, `rows` are those of each table.

    Its files are there once it is done, and only where it is asked for by its id.
    """

    export_id: str
    status: Status
    stage: Literal["reading", "archive", "workbook"]
    members: int
    total: int | None
    rows: dict[TableName, int]
    created_at: str
    files: list[ExportFile]


class CooperativeExportList(BaseModel):
    """The caller's own, newest first; they are kept for a week."""

    items: list[CooperativeExport]
    next_cursor: None
