"""Snapshots as the schedule and the stream take them, without waiting for either."""

from datetime import date
from typing import Any

from arrears.snapshots import stored_snapshots
from arrears.snapshots.stored_snapshots import SnapshotJob
from shared.aws import dynamo
from shared.aws.items import marshal
from shared.kernel.settings import settings
from shared.records.keys.arrears import snapshot_job
from tests.integration.events import Room, identity, invoke


def record(day: str) -> dict[str, Any]:
    """What the table's stream brings of the job as it is now."""
    key = snapshot_job(date.fromisoformat(day))
    item = dynamo.get(settings().arrears_table, key)
    assert item
    keys = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
    return {
        "eventID": str(item["v"]),
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, "NewImage": marshal(item), "SequenceNumber": str(item["v"])},
    }


def delivers(*records: dict[str, Any]) -> Any:
    """The stream's answer."""
    return invoke("arrears.worker.snapshot_stream_handler", {"Records": list(records)}).body


def schedule_fires(at: str) -> None:
    """The schedule had its time at `at` (UTC)."""
    event = {"detail-type": "Scheduled Event", "source": "aws.scheduler", "time": at}
    from arrears.worker import snapshot_handler

    snapshot_handler(event, None)


def finishes(day: str) -> SnapshotJob:
    """Deliver the job's records until it is done."""
    while True:
        job = stored_snapshots.job(date.fromisoformat(day))
        assert job
        if job.done:
            return job
        assert delivers(record(day)) == {"batchItemFailures": []}


def takes(day: str) -> SnapshotJob:
    """The whole snapshot of a past day, asked for by a manager."""
    answer = Room("arrears", identity("manager"))("POST", "/arrears/snapshots", {"date": day})
    assert answer.status == 202, answer.body
    return finishes(day)
