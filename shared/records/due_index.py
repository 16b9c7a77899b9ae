"""Reading the accounts table's index by_due, from which due lists, ageing and reminders start."""

from collections.abc import Iterator, Sequence
from datetime import date

from shared.aws import dynamo
from shared.kernel.settings import settings

from . import due_rows, savings_rows
from .due_rows import SHARDS, DueRow
from .keys.accounts import BY_DUE
from .savings_rows import CONTRIBUTION_SHARDS, MATURITY_SHARDS, SavingsRow

_PIECE = 1500
"""Entries of a Query that ends near its 1 MB."""


def entries(shard: str, span: dynamo.Between, limit: int) -> list[DueRow]:
    """Up to `limit` financing entries of a shard, sort keys in a span, the oldest date first."""
    return [due_rows.from_item(item) for item in _items(shard, span, limit, ("row", "pauses"))]


def due_until(last: str = "") -> Iterator[DueRow]:
    """Every financing account with something unpaid that was due up to a day (all without one).

    Read in pieces, so that memory stays small.
    """
    return map(due_rows.from_item, _pieces(SHARDS, "", last, ("row", "pauses", BY_DUE.sk)))


def contributions_until(last: date) -> Iterator[SavingsRow]:
    """Every savings account of which the oldest unpaid contribution is due up to a day."""
    return map(savings_rows.from_item, _pieces(CONTRIBUTION_SHARDS, "", str(last)))


def maturing(first: date, last: date) -> Iterator[SavingsRow]:
    """Every deposit that matures between two days, both included."""
    return map(savings_rows.from_item, _pieces(MATURITY_SHARDS, str(first), str(last)))


def _pieces(
    shards: Sequence[str], first: str, last: str, only: Sequence[str] = ("row", BY_DUE.sk)
) -> Iterator[dynamo.Item]:
    for shard in shards:
        low = first
        while True:
            items = _items(shard, dynamo.Between(low, f"{last}~"), _PIECE, only)
            yield from items
            if len(items) < _PIECE:
                break
            low = str(items[-1][BY_DUE.sk]) + "~"


def _items(shard: str, span: dynamo.Between, limit: int, only: Sequence[str]) -> list[dynamo.Item]:
    table = settings().accounts_table
    return dynamo.query(table, shard, span, index=BY_DUE, limit=limit, only=only)
