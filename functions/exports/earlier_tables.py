"""Exports that were begun before the exports table was there (until 0.2.0).

They can be read for the week that they are kept, but are not continued. Remove this module in the
version after 0.2.0.
"""

from shared.aws import dynamo
from shared.kernel.settings import settings
from shared.records.keys import exports as keys

from .jobs import FullExport


def find(kind: str, export_id: str) -> dynamo.Item | None:
    """An export by its id, where the imports or the members table has it."""
    if kind == FullExport.kind:
        return dynamo.get(settings().imports_table, (keys.EARLIER_FULL, export_id))
    return dynamo.get(settings().members_table, keys.earlier_member_list(export_id))


def list_full(limit: int) -> list[dynamo.Item]:
    """The latest exports of everything in the imports table, newest first."""
    if limit <= 0:
        return []
    return dynamo.query(settings().imports_table, keys.EARLIER_FULL, limit=limit, descending=True)
