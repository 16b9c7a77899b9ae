"""Plannings as the schedules and the stream do them, without waiting for either."""

from datetime import date
from typing import Any

from reminders.planning import stored_runs
from reminders.planning.stored_runs import PlanningRun
from reminders.worker import plan_batch
from shared.aws import dynamo
from shared.aws.items import marshal
from shared.kernel.clock import Clock
from shared.kernel.settings import settings
from shared.records.keys.reminders import run as run_key
from tests.integration.accounts.clerk import TODAY


def the_run(day: str = TODAY) -> PlanningRun:
    """How far the planning of a day is."""
    found = stored_runs.of_day(date.fromisoformat(day))
    assert found
    return found


def record(day: str = TODAY) -> dict[str, Any]:
    """What the table's stream brings of the run as it is now."""
    key = run_key(date.fromisoformat(day))
    item = dynamo.get(settings().reminders_table, key)
    assert item
    keys = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
    return {
        "eventID": str(item["v"]),
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, "NewImage": marshal(item), "SequenceNumber": str(item["v"])},
    }


def delivers(clock: Clock, *records: dict[str, Any]) -> Any:
    """The stream's answer."""
    return plan_batch({"Records": list(records)}, None, clock)


def finishes(clock: Clock, day: str = TODAY) -> int:
    """Deliver the run's records until it is done; how many that took."""
    chunks = 0
    while not the_run(day).done:
        assert delivers(clock, record(day)) == {"batchItemFailures": []}
        chunks += 1
    return chunks
