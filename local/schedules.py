"""EventBridge Scheduler: calls the functions of the template's schedules at their times.

A computer of a cooperative is off at night, so what was missed is made up for once at the start.
When each schedule last succeeded is kept in DATA_DIR; what fails is tried twice more, as Lambda
does with an event, and then at its next time or the next start.
"""

import importlib
import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aws_croniter import AwsCroniter

from local import state
from local.known import UnknownProperty
from local.template import Schedule
from shared.aws.observability import logger
from shared.kernel.clock import timestamp
from shared.kernel.settings import settings
from shared.records.cooperative import cooperative

LOOK_SECONDS = 15.0
ATTEMPTS = 3
RETRY_SECONDS = 1.0

_EARLIER = {
    "ArrearsSnapshotFunction": "arrears.snapshots.lambda_handler",
    "RemindersPlanFunction": "reminders.schedule.plan_handler",
    "RemindersSweepFunction": "reminders.schedule.sweep_handler",
}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


class Scheduler:
    """Fires the schedules in a thread of its own until it is stopped."""

    def __init__(self, schedules: Sequence[Schedule], folder: Path) -> None:
        for schedule in schedules:
            last_time(schedule.expression, None, datetime.now(UTC), "UTC")
        self._schedules = schedules
        self._path = folder / "schedules.json"
        kept = state.load(self._path)
        self._succeeded = {
            schedule.key: datetime.fromisoformat(at)
            for schedule in schedules
            if (at := kept.get(schedule.key) or kept.get(_earlier_key(schedule)))
        }
        # With a fixed business date the times that passed say nothing: each start is a new day.
        self._fired = {} if settings().today else dict(self._succeeded)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="schedules", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Wait a moment for the call at hand, and end."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look(datetime.now(UTC))
            except Exception:  # noqa: BLE001 - the engine may be going away; try again
                logger().warning("schedules could not be looked at", exc_info=True)
            self._stopped.wait(LOOK_SECONDS)

    def look(self, now: datetime) -> None:
        """Fire each schedule that has had a time since it was fired last."""
        for schedule in self._schedules:
            last = self._fired.get(schedule.key)
            at = last_time(schedule.expression, last, now, schedule.zone or cooperative().zone)
            if at and (last is None or at > last) and not self._stopped.is_set():
                self._fired[schedule.key] = at
                if self._fire(schedule, at):
                    self._keep(schedule, at)

    def _fire(self, schedule: Schedule, at: datetime) -> bool:
        module, _, function = schedule.handler.rpartition(".")
        handler = getattr(importlib.import_module(module), function)
        about = {"schedule": schedule.handler}
        for _ in range(ATTEMPTS):
            try:
                handler(_event(at), None)
            except Exception:  # noqa: BLE001 - Lambda takes any exception for a failed call
                if self._stopped.is_set():
                    return False
                logger().warning("a schedule failed", extra=about, exc_info=True)
                self._stopped.wait(RETRY_SECONDS)
            else:
                return True
        logger().error("a schedule was given up", extra=about)
        return False

    def _keep(self, schedule: Schedule, at: datetime) -> None:
        self._succeeded[schedule.key] = at
        state.save(self._path, {key: timestamp(at) for key, at in self._succeeded.items()})


def _earlier_key(schedule: Schedule) -> str:
    """How a schedule was known until 0.2.0: by its handler."""
    return f"{_EARLIER.get(schedule.function)} {schedule.expression}"


def last_time(expression: str, last: datetime | None, now: datetime, zone: str) -> datetime | None:
    """The latest time of a schedule up to now, UTC; None where it had none yet.

    A `rate` goes on from its `last` time, and without one begins now. UnknownProperty for an
    expression that is neither `cron(…)` nor `rate(…)`.
    """
    if rate := _RATE.fullmatch(expression):
        every = timedelta(**{f"{rate[2]}s": int(rate[1])})
        return now if last is None else last + (now - last) // every * every
    if not (expression.startswith("cron(") and expression.endswith(")")):
        raise UnknownProperty(f"{expression} is no schedule that the local run knows")
    cron = AwsCroniter(expression.removeprefix("cron(").removesuffix(")"))
    # The library counts in UTC; given the wall clock of a zone it answers times of that clock.
    wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    found: datetime | None = cron.get_prev(wall, inclusive=True)[0]
    return found and found.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _event(at: datetime) -> dict[str, Any]:
    """What Scheduler sends a function where the template gives no Input."""
    return {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [],
        "detail": "{}",
    }
