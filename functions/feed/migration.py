"""The migration that moves links from the imports table, where they lay until 0.2.0."""

from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import feed as keys

NAME = "feed-links-to-their-table"

_ITEMS_PER_STEP = 1000


def step(position: str | None) -> str | None:
    """Move the links among the next items; each is written and deleted in one transaction.

    Where to go on, None at the end of the table (shared/records/migrations.py).
    """
    items, next_position = dynamo.scan(
        settings().imports_table, after=position, limit=_ITEMS_PER_STEP
    )
    for item in items:
        if str(item["pk"]).startswith(keys.LINKS):
            _move(item)
    return next_position


def _move(item: dynamo.Item) -> None:
    """Move one link; where the feed's table has a newer one already, only the old is deleted."""
    key = str(item["pk"]), str(item["sk"])
    delete_old = write.delete(settings().imports_table, key)
    try:
        dynamo.transact([write.put(settings().feed_table, item, new=True), delete_old])
    except dynamo.ConditionFailed:
        dynamo.transact([delete_old])
