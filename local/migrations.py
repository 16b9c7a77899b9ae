"""What an earlier version stored, moved to where it lies now: at the start here, and by
`python -m tools.migrate` in the cloud."""

from collections.abc import Iterable
from threading import Thread

from feed import migration as feed_links
from shared.aws.observability import logger
from shared.records import migrations
from shared.records.migrations import Migration

ALL: tuple[Migration, ...] = (feed_links,)
"""In the order in which they are done."""


def run(each: Iterable[Migration] = ALL) -> None:
    """Go on with all migrations to their end; done ones cost a read each."""
    for migration in each:
        if steps := migrations.run(migration.NAME, migration.step):
            logger().info("migrated", extra={"migration": migration.NAME, "steps": steps})


def start() -> Thread:
    """Run them beside the requests, which read both forms until they are done."""
    thread = Thread(target=run, name="migrations", daemon=True)
    thread.start()
    return thread
