"""One list out of several partitions of a table or an index, in the order of its sort keys."""

from collections.abc import Sequence

from . import dynamo
from .items import Index, Item


def query(
    table: str,
    partitions: Sequence[str],
    sk: dynamo.Prefix | dynamo.Between | None = None,
    *,
    index: Index | None = None,
    limit: int,
    descending: bool = False,
    after: str | None = None,
) -> list[Item]:
    """The next items of all partitions, `limit` at least where there are as many.

    One Query a partition, of `limit` items each. Where one has more, the list ends with the last
    item that was read of it, so that none runs ahead of another. `after` is as in dynamo.query.
    """
    name = index.sk if index else "sk"
    read = [
        dynamo.query(table, pk, sk, index=index, limit=limit, descending=descending, after=after)
        for pk in partitions
    ]
    ends = [str(items[-1][name]) for items in read if len(items) == limit]
    end = (max if descending else min)(ends, default=None)

    def is_read(item: Item) -> bool:
        own = str(item[name])
        return end is None or (own >= end if descending else own <= end)

    found = [item for items in read for item in items if is_read(item)]
    return sorted(found, key=lambda item: str(item[name]), reverse=descending)
