"""Runs the migrations of stored data, at each start (in the cloud: `python -m tools.migrate`)."""

import time
from collections.abc import Iterable
from threading import Thread

from feed import migration as feed_links
from imports import migration as import_partitions
from members import migration as search_entries
from shared.aws import dynamo
from shared.aws.observability import logger
from shared.records import migrations
from shared.records.migrations import Migration

ALL: tuple[Migration, ...] = (feed_links, import_partitions, search_entries)
"""In the order in which they run."""

_AGAIN_SECONDS = 5.0


def run(each: Iterable[Migration] = ALL) -> None:
    """Run all migrations to their end; one that is done costs a read."""
    for migration in each:
        if steps := migrations.run(migration.NAME, migration.step):
            logger().info("migrated", extra={"migration": migration.NAME, "steps": steps})


def start() -> Thread:
    """Run them in a thread while requests are served: the rooms read both forms until then."""
    thread = Thread(target=_run_until_done, name="migrations", daemon=True)
    thread.start()
    return thread


def _run_until_done() -> None:
    while True:
        try:
            return run()
        except dynamo.Unavailable:
            time.sleep(_AGAIN_SECONDS)
