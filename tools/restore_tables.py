"""Restore all tables of a stack as they were at one moment, beside it, for a new stack.

    python -m tools.restore_tables --stack NAME --at 2026-11-27T03:00:00+07:00 --to NEW_NAME

Nothing of NAME is changed. A restored table has neither stream nor expiry nor point-in-time
recovery: those are switched on again as template.yaml has them, so that `python -m tools.adopt
--stack NEW_NAME` may take the tables in. docs/operations.md has the whole way.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.template import Table, load

LOOK_EVERY_SECONDS = 15.0


class NotAtThatTime(Exception):
    """A table cannot be restored as it was then."""


def main() -> None:
    """Restore, and say so; exit code 1 with the reason where a table cannot be."""
    parser = argparse.ArgumentParser(description="Restore all tables at one moment.")
    parser.add_argument("--stack", required=True, help="the stack whose tables are restored")
    parser.add_argument("--at", required=True, type=moment, help="with its offset from UTC")
    parser.add_argument("--to", required=True, help="the name of the stack that is to have them")
    given = parser.parse_args()
    try:
        restore(boto3.client("dynamodb"), given.stack, given.at, given.to)
    except (NotAtThatTime, ClientError) as error:
        sys.exit(str(error))
    print(f"restored as of {given.at}; next: python -m tools.adopt --stack {given.to}")


def moment(text: str) -> datetime:
    """A time with its zone: what is meant by 03:00 must not depend on this computer."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("a time with its offset from UTC, like +07:00")
    return found.astimezone(UTC)


def restore(
    client: Any, stack: str, at: datetime, to: str, pause: Callable[[float], None] = time.sleep
) -> None:
    """All tables at the same moment, or none is begun."""
    pairs = list(zip(load(stack).tables, load(to).tables, strict=True))
    for source, _ in pairs:
        _must_reach(client, source.name, at)
    for source, target in pairs:
        client.restore_table_to_point_in_time(
            SourceTableName=source.name, TargetTableName=target.name, RestoreDateTime=at
        )
    for _, target in pairs:
        _when_active(client, target.name, pause)
        _as_in_template(client, target, pause)


def _must_reach(client: Any, name: str, at: datetime) -> None:
    said = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    window = said["PointInTimeRecoveryDescription"]
    first, last = (window.get(f"{one}RestorableDateTime") for one in ("Earliest", "Latest"))
    if not (first and last and first <= at <= last):
        raise NotAtThatTime(f"{name} can be restored from {first} to {last}, not at {at}")


def _when_active(client: Any, name: str, pause: Callable[[float], None]) -> None:
    while client.describe_table(TableName=name)["Table"]["TableStatus"] != "ACTIVE":
        pause(LOOK_EVERY_SECONDS)


def _as_in_template(client: Any, table: Table, pause: Callable[[float], None]) -> None:
    """What a restored table has not, each once the table is ready for it."""
    if stream := table.definition.get("StreamSpecification"):
        client.update_table(TableName=table.name, StreamSpecification=stream)
        _when_active(client, table.name, pause)
    if table.ttl_attribute:
        expiry = {"Enabled": True, "AttributeName": table.ttl_attribute}
        client.update_time_to_live(TableName=table.name, TimeToLiveSpecification=expiry)
    client.update_continuous_backups(
        TableName=table.name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )


if __name__ == "__main__":
    main()
