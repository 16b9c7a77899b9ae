"""Exports of the member list as the members table keeps them."""

from datetime import datetime

from members.schemas import ListQuery
from shared.aws import dynamo, write
from shared.kernel.errors import NotFound
from shared.kernel.ids import known_id
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records.keys import members as keys

from . import jobs
from .member_list_rules import Column


class Export(jobs.Export, frozen=True):
    """An export of the members that a query finds."""

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


def load(export_id: str) -> Export:
    """By its id, or NotFound."""
    known_id("export", export_id)
    item = dynamo.get(settings().members_table, keys.export(export_id))
    if item is None:
        raise NotFound("export", export_id)
    return jobs.read(Export, item)


def save(changed: Export, now: datetime) -> write.Write:
    """The next version (guard `export`)."""
    return jobs.saved(settings().members_table, keys.export(changed.export_id), changed, now)


def id_of(item: dynamo.Item) -> str:
    """Whose item this is."""
    return keys.export_of(str(item["pk"]))
