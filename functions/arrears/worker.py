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

from shared.aws import items
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative
from shared.records.system_clock import SystemClock

from .snapshots import job, stored_snapshots

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def lambda_handler(event: dict[str, Any], _context: object) -> None:
    """Start the snapshot of the business date on which the schedule had its time."""
    job.start(day_of(event), SystemClock())


def day_of(event: dict[str, Any]) -> date:
    """The business date of the schedule's time; the fixed one of a local run."""
    at = datetime.fromisoformat(event["time"])
    return settings().today or at.astimezone(ZoneInfo(cooperative().zone)).date()


def take_record(record: Any) -> None:
    """One chunk, for the version of the job that the record brings."""
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    day = stored_snapshots.day_of(str(image["pk"]))
    job.go_on(day, int(image["v"]), SystemClock())


def stream_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=take_record, processor=_processor, context=context
    )
