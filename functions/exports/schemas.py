"""The API's words for exports (docs/api.md)."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from interchange.tables import TableName
from members.schemas import MemberStatus, Office, SortBy
from shared.kernel.fields import Body, Clean

from .jobs import Stage, Status
from .member_list_rows import Column


class NewExport(Body):
    """Which members to export, in which order, with which columns."""

    q: Annotated[str, StringConstraints(max_length=100), Clean] = ""
    status: MemberStatus | None = None
    office: Office | None = None
    sort: SortBy = "name"
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=20)]


class ExportJob(BaseModel):
    """How far an export is; `total` is unknown for a search, `link` is there once it is done."""

    export_id: str
    status: Literal["running", "done", "failed"]
    rows: int
    total: int | None
    columns: list[Column]
    created_at: str
    link: str | None


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
    stage: Stage
    members: int
    total: int | None
    rows: dict[TableName, int]
    created_at: str
    files: list[ExportFile]


class CooperativeExportList(BaseModel):
    """The caller's own, newest first; they are kept for a week."""

    items: list[CooperativeExport]
    next_cursor: None
