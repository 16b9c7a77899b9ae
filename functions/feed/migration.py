"""Links move from the imports table, where they lay until 0.2.0, to the feed's own."""

from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import feed as keys

NAME = "feed-links-to-their-table"

_READ = 1000
"""Items of the imports table that a step looks at."""


def step(position: str | None) -> str | None:
    """Move the links of the next items; each is written and deleted in one transaction."""
    found, behind = dynamo.scan(settings().imports_table, after=position, limit=_READ)
    for item in found:
        if str(item["pk"]).startswith(keys.LINKS):
            _move(item)
    return behind


def _move(item: dynamo.Item) -> None:
    """One link; what a newer message wrote meanwhile stays."""
    key = str(item["pk"]), str(item["sk"])
    gone = write.delete(settings().imports_table, key)
    try:
        dynamo.transact([write.put(settings().feed_table, item, new=True), gone])
    except dynamo.ConditionFailed:
        dynamo.transact([gone])
