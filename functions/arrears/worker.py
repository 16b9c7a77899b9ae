"""Lambda handlers of daily snapshots: the schedule that starts one, the stream that continues it.

Powertools is imported by the stream's handler when it is called, because the schedule does not need
it (90 ms).
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.aws import items
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative
from shared.records.keys.arrears import snapshot_day
from shared.records.system_clock import SystemClock

from .snapshots import job


def snapshot_handler(event: dict[str, Any], _context: object) -> None:
    """Schedule, every evening: start the snapshot of the day that the event is for.

    The event names the time at which it was due, so a call that comes late is for its own day.
    """
    job.start(business_date_of(event), SystemClock())


def business_date_of(event: dict[str, Any]) -> date:
    """The business date of the schedule's time; in a local run with TODAY that date."""
    at = datetime.fromisoformat(event["time"])
    return settings().today or at.astimezone(ZoneInfo(cooperative().zone)).date()


def snapshot_stream_handler(event: dict[str, Any], context: Any) -> Any:
    """Stream of the arrears table, filtered to snapshot jobs: take the next chunk of each.

    Answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}.
    """
    from aws_lambda_powertools.utilities.batch import (
        BatchProcessor,
        EventType,
        process_partial_response,
    )

    return process_partial_response(
        event=event,
        record_handler=take_chunk,
        processor=BatchProcessor(event_type=EventType.DynamoDBStreams),
        context=context,
    )


def take_chunk(record: Any) -> None:
    """One chunk, for the version of the job that the record brings."""
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    job.take_next_chunk(snapshot_day(str(image["pk"])), int(image["v"]), SystemClock())
