"""Use case: the planning of a day. Each due becomes part of a message, or a reason why not, once.

A stage has one item, written by a conditional put in the transaction of the message that speaks of
it: a run that died is simply run again, and two at once harm nobody. A run makes up for all days
since the last one that finished. A message that nobody has begun to send takes what is found later
for its day; where it is on its way already, that goes into the next day's
(docs/decisions/reminders.md).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from reminders import outbox, repository
from reminders.repository import PlanningRun
from reminders.rules import ReminderCandidate
from shared.aws import dynamo, observability
from shared.aws.retry import attempts
from shared.kernel.clock import Clock, timestamp

from . import gather
from .context import ReminderContext
from .local_time import local_now
from .member_plans import MemberPlan, member_plans

MEMBERS_AT_ONCE = 20
PLANS_AT = 8
"""The hour, by the cooperative's clock, from which on a missing planning is made up for."""
STUCK_AFTER = timedelta(minutes=20)
"""Longer than Lambda lets a planning run."""


def run(clock: Clock, *, seconds: float | None = None) -> PlanningRun:
    """Plan today and what earlier days missed; unfinished where it took longer than `seconds`."""
    ends = time.monotonic() + seconds if seconds else None
    moment, now = local_now(clock), timestamp(clock.now())
    today = moment.date()
    made = PlanningRun(today, since(today), now)
    dynamo.transact([repository.save_run(made)])
    context = gather.reminder_context(moment, clock.now())
    by_member = list(gather.candidates(context.rules, made.since, today).items())
    for start in range(0, len(by_member), MEMBERS_AT_ONCE):
        if ends and time.monotonic() > ends:
            dynamo.transact([repository.save_run(made)])
            return made
        made = _plan(context, dict(by_member[start : start + MEMBERS_AT_ONCE]), made)
    made = replace(made, finished_at=timestamp(clock.now()))
    dynamo.transact([repository.save_run(made)])
    observability.ran("reminders")
    return made


def since(today: date) -> date:
    """The first day that the planning of today makes up for: today itself in the first planning."""
    last = repository.latest_run(today)
    if last is None:
        return today
    if last.day == today or last.finished_at is None:
        return last.since
    return last.day + timedelta(days=1)


def is_missing(clock: Clock) -> bool:
    """Whether it is past the hour of planning and today's planning has not begun, or has died."""
    moment = local_now(clock)
    if moment.hour < PLANS_AT:
        return False
    last = repository.latest_run(moment.date())
    if last is None or last.day < moment.date():
        return True
    started = datetime.fromisoformat(last.started_at)
    return last.finished_at is None and clock.now() - started > STUCK_AFTER


def _plan(
    context: ReminderContext,
    by_member: Mapping[str, Sequence[ReminderCandidate]],
    made: PlanningRun,
) -> PlanningRun:
    """Write the plans of some members; those are planned again of whom one was refused or who have
    more stages than a transaction takes.
    """
    left = by_member
    for _ in attempts():
        again = {}
        for plan in member_plans(context, left, made.since):
            written = _write(plan, context.today)
            if written:
                made = _counted(made, plan)
            if not written or plan.more:
                again[plan.member_id] = by_member[plan.member_id]
        if not again:
            return made
        left = again
    raise dynamo.Contended


def _write(plan: MemberPlan, today: date) -> bool:
    """Whether it was written; not where its message or one of its stages was written meanwhile."""
    writes = [
        repository.record_skipped(plan.member_id, one.due, one.skip_reason, plan.recipient, today)
        if one.skip_reason
        else repository.record_planned(plan.member_id, one.due, today)
        for one in plan.decisions
    ]
    if plan.message:
        writes.append(outbox.save(plan.message))
    try:
        dynamo.transact(writes)
    except (dynamo.ConditionFailed, dynamo.Contended):
        return False
    return True


def _counted(made: PlanningRun, plan: MemberPlan) -> PlanningRun:
    planned = sum(one.skip_reason is None for one in plan.decisions)
    new = plan.message is not None and plan.message.version == 0
    return replace(
        made,
        messages=made.messages + new,
        planned=made.planned + planned,
        skipped=made.skipped + len(plan.decisions) - planned,
    )
