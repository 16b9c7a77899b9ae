"""Lambda handlers of EventBridge Scheduler: the planning of a day, and the sweep.

Neither reads anything of its event; both may come twice, late or at once.
"""

from datetime import datetime, timedelta
from typing import Any

from reminders.planning.contact_window import local_now
from shared.kernel.clock import Clock
from shared.records.system_clock import SystemClock

from . import repository
from .delivery import sweep
from .planning import planner

PLANS_AT = 8
"""The hour, by the cooperative's clock, after which the sweep makes up for a missing planning."""
STUCK_AFTER = timedelta(minutes=20)
"""Longer than Lambda lets a planning run."""


def plan_handler(_event: dict[str, Any], _context: object) -> None:
    """Plan today and what earlier days missed."""
    planner.run(SystemClock())


def sweep_handler(_event: dict[str, Any], _context: object) -> None:
    """Move on what waited long enough, and plan where today's planning is missing or died."""
    clock = SystemClock()
    if must_plan(clock):
        planner.run(clock)
    sweep.run(clock)


def must_plan(clock: Clock) -> bool:
    """Whether it is past the hour of planning and nobody has finished it or is at it."""
    moment = local_now(clock)
    if moment.hour < PLANS_AT:
        return False
    last = repository.latest_run(moment.date())
    if last is None or last.day < moment.date():
        return True
    started = datetime.fromisoformat(last.started_at)
    return last.finished_at is None and clock.now() - started > STUCK_AFTER
