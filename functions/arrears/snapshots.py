"""Lambda handlers of daily snapshots: the schedule that starts one, the stream that goes on.

The schedule's event names the time it is for, so a call that comes late still is for its own day.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from shared import items
from shared.clock import SystemClock
from shared.cooperative import cooperative
from shared.settings import settings

from . import snapshot_items, snapshot_job

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def lambda_handler(event: dict[str, Any], _context: object) -> None:
    """Start the snapshot of the business date on which the schedule had its time."""
    snapshot_job.start(day_of(event), SystemClock())


def day_of(event: dict[str, Any]) -> date:
    """The business date of the schedule's time; the fixed one of a local run."""
    at = datetime.fromisoformat(event["time"])
    return settings().today or at.astimezone(ZoneInfo(cooperative().zone)).date()


def take_record(record: Any) -> None:
    """One chunk, for the version of the job that the record brings."""
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    day = snapshot_items.day_of(str(image["pk"]))
    snapshot_job.go_on(day, int(image["v"]), SystemClock())


def stream_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=take_record, processor=_processor, context=context
    )
