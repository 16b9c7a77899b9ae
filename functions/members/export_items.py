"""Exports as the members table keeps them; they expire after a week, and so do their files."""

from datetime import datetime, timedelta

from pydantic import BaseModel, Field

from shared import dynamo, write
from shared.errors import NotFound
from shared.ids import known_id
from shared.messages import Language
from shared.settings import settings

from .export_rules import Column
from .schemas import ListQuery

SORT_KEY = "EXPORT"
KEPT = timedelta(days=7)


class Export(BaseModel, frozen=True):
    """An export: what is asked for by whom, how far it is, and where it goes on (`position`)."""

    version: int = Field(0, exclude=True)
    export_id: str
    by: str
    offices: tuple[str, ...]
    query: ListQuery
    columns: tuple[Column, ...]
    language: Language
    created_at: str
    updated_at: str
    finished: bool = False
    rows: int = 0
    total: int | None = None
    parts: int = 0
    position: str | None = None

    @property
    def file(self) -> str:
        """Where the whole file is."""
        return f"exports/{self.export_id}.csv"

    def part(self, number: int) -> str:
        """Where a part is until they are joined; a part that is written again is the same one."""
        return f"exports/{self.export_id}/{number:05}.csv"


def load(export_id: str) -> Export:
    """By its id, or NotFound."""
    known_id("export", export_id)
    item = dynamo.get(settings().members_table, _key(export_id))
    if item is None:
        raise NotFound("export", export_id)
    return Export.model_validate_json(str(item["doc"])).model_copy(update={"version": item["v"]})


def save(changed: Export, now: datetime) -> write.Write:
    """The next version (guard `export`): it is new, or as it was read."""
    pk, sk = _key(changed.export_id)
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "v": changed.version + 1,
        "ttl": int((now + KEPT).timestamp()),
        "doc": changed.model_dump_json(),
    }
    table = settings().members_table
    if changed.version:
        return write.put(table, item, version=changed.version, guard="export")
    return write.put(table, item, new=True, guard="export")


def id_of(pk: str) -> str:
    """Whose item this is."""
    return pk.removeprefix("EXPORT#")


def _key(export_id: str) -> dynamo.Key:
    return f"EXPORT#{export_id}", SORT_KEY
