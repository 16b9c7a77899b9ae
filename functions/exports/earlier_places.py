"""Exports that were begun before they had a table of their own (until 0.2.0).

They expire a week after they were begun, and nothing goes on with them. This module may go one
version later.
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
