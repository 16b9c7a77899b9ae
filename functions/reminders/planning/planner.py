"""Use case: the planning of a day, in chunks that each call the next by the table's stream.

Each due becomes part of a message, or a reason why not, once: a stage has one item, written by a
conditional put in the transaction of the message that speaks of it. So a chunk that died is simply
taken again, and two at once harm nobody. A run makes up for all days since the last one that
finished; one that midnight finds unfinished is left to the next day's. A message that nobody has
begun to send takes what is found later for its day; where it is on its way already, that goes into
the next day's (docs/decisions/reminders.md).
"""

import time
from dataclasses import replace
from datetime import date, timedelta

from shared.aws import observability
from shared.kernel.clock import Clock, timestamp

from . import gather, stored_runs
from .local_time import local_now
from .stored_runs import PlanningRun
from .write_plans import MEMBERS_AT_ONCE, write_plans

MOST_MEMBERS = 50_000
"""Of a chunk. Twice as many are in memory at most, and take some 55 MB."""
CHUNK_SECONDS = 240.0
"""After which a chunk hands over: with what it has to read first, well under Lambda's 900."""
PLANS_AT = 8
"""The hour, by the cooperative's clock, from which on a missing planning is made up for."""
STUCK_AFTER = timedelta(minutes=20)
"""Longer than Lambda lets a chunk run."""


def start(clock: Clock) -> PlanningRun:
    """Begin today's planning for the stream to go on with, again where it was done already.

    One that somebody is at stays as it is; one that is stuck goes on where it stood.
    """
    run, taken = _todays_run(clock)
    return run if taken else stored_runs.saved(run)


def run_here(clock: Clock, seconds: float = CHUNK_SECONDS) -> PlanningRun:
    """Plan today in this process for so long, and leave the rest to the stream.

    One that somebody is at is only told of.
    """
    run, taken = _todays_run(clock)
    if taken:
        return run
    try:
        return _next_chunk(run, clock, ends=time.monotonic() + seconds)
    except gather.TakesTooLong:
        return stored_runs.saved(run)


def take_next_chunk(day: date, version: int, clock: Clock) -> None:
    """Take the chunk behind this version of a run; nothing where that was done already."""
    run = stored_runs.of_day(day)
    if run and not run.done and run.version == version and day == local_now(clock).date():
        _next_chunk(run, clock)


def since(today: date) -> date:
    """The first day that the planning of today makes up for: today itself in the first planning."""
    return _since(stored_runs.latest(today), today)


def is_missing(clock: Clock) -> bool:
    """Whether it is past the hour of planning and today's planning has not begun, or is stuck."""
    moment = local_now(clock)
    if moment.hour < PLANS_AT:
        return False
    last = stored_runs.latest(moment.date())
    return last is None or last.day < moment.date() or last.stuck(clock.now(), STUCK_AFTER)


def _todays_run(clock: Clock) -> tuple[PlanningRun, bool]:
    """(today's run as it is to go on, whether somebody is at it)."""
    today, now = local_now(clock).date(), timestamp(clock.now())
    last = stored_runs.latest(today)
    if last and last.day == today and not last.done:
        taken = not last.stuck(clock.now(), STUCK_AFTER)
        return (last if taken else replace(last, updated_at=now)), taken
    version = last.version if last and last.day == today else 0
    return PlanningRun(today, _since(last, today), now, now, version=version), False


def _since(last: PlanningRun | None, today: date) -> date:
    if last is None:
        return today
    if last.day == today or not last.done:
        return last.since
    return last.day + timedelta(days=1)


def _next_chunk(run: PlanningRun, clock: Clock, *, ends: float | None = None) -> PlanningRun:
    """The run after its next members have been planned, at least some; kept.

    It ends at a monotonic time, else CHUNK_SECONDS after all has been read.
    """
    context = gather.reminder_context(local_now(clock), clock.now())
    found = gather.candidates(
        context.rules,
        run.since,
        run.day,
        after=run.position,
        most=MOST_MEMBERS,
        ends=ends,
    )
    ends = ends or time.monotonic() + CHUNK_SECONDS
    members = list(found.items())
    planned = 0
    while planned < len(members):
        some = dict(members[planned : planned + MEMBERS_AT_ONCE])
        planned += len(some)
        written = write_plans(context, some, run.since)
        run = replace(
            run,
            position=max(some),
            messages=run.messages + written.messages,
            planned=run.planned + written.planned,
            skipped=run.skipped + written.skipped,
        )
        if time.monotonic() > ends:
            break
    now = timestamp(clock.now())
    done = planned == len(members) < MOST_MEMBERS
    run = stored_runs.saved(replace(run, updated_at=now, finished_at=now if done else None))
    if done:
        observability.ran("reminders")
    return run
