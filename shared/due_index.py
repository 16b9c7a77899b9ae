"""Reading the accounts table's index by_due, from which due lists, ageing and reminders start."""

from collections.abc import Iterator

from shared import due_rows, dynamo
from shared.due_rows import SHARDS, DueRow
from shared.settings import settings

_BY_DUE = dynamo.Index("by_due", "due_shard", "due_on")
_PIECE = 1500
"""Entries of a Query that ends near its 1 MB."""


def entries(shard: str, span: dynamo.Between, limit: int) -> list[DueRow]:
    """Up to `limit` entries of a shard whose place lies in a span, the oldest due date first."""
    return [
        due_rows.from_item(item)
        for item in dynamo.query(
            settings().accounts_table,
            shard,
            span,
            index=_BY_DUE,
            limit=limit,
            only=("row", "pauses"),
        )
    ]


def due_until(last: str = "") -> Iterator[DueRow]:
    """Every account with something unpaid that was due up to a day (all without one).

    Read in pieces, so that memory stays small.
    """
    for shard in SHARDS:
        after = ""
        while True:
            rows = entries(shard, dynamo.Between(f"{after}~" if after else "", f"{last}~"), _PIECE)
            yield from rows
            if len(rows) < _PIECE:
                break
            after = rows[-1].place
