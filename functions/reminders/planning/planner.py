"""Use case: the planning of a day. What is due becomes messages, or a word why not, once only.

A stage has one item in the ledger, written by a conditional put in the transaction of the message
that speaks of it: a run that died is simply run again, and two at once harm nobody. A run makes up
for all days since the last one that finished. A message that nobody has begun to send takes what is
found later for its day; where it is on its way already, that goes into the next day's
(docs/decisions/reminders.md).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from reminders import outbox, repository
from reminders.repository import Run
from reminders.rules import Owed
from shared.aws import dynamo
from shared.aws.retry import attempts
from shared.kernel.clock import Clock, timestamp

from .contact_window import local_now
from .planning import Decision, Planning

MEMBERS_AT_ONCE = 20
PLANS_AT = 8
"""The hour, by the cooperative's clock, from which on a missing planning is made up for."""
STUCK_AFTER = timedelta(minutes=20)
"""Longer than Lambda lets a planning run."""


def run(clock: Clock, *, seconds: float | None = None) -> Run:
    """Plan today and what earlier days missed; unfinished where it took longer than `seconds`."""
    ends = time.monotonic() + seconds if seconds else None
    moment, now = local_now(clock), timestamp(clock.now())
    today = moment.date()
    made = Run(today, since(today), now)
    dynamo.transact([repository.save_run(made)])
    planning = Planning.of(made.since, moment, clock.now())
    owed = list(planning.owed().items())
    for start in range(0, len(owed), MEMBERS_AT_ONCE):
        if ends and time.monotonic() > ends:
            dynamo.transact([repository.save_run(made)])
            return made
        made = _plan(planning, dict(owed[start : start + MEMBERS_AT_ONCE]), made)
    made = replace(made, finished_at=timestamp(clock.now()))
    dynamo.transact([repository.save_run(made)])
    return made


def since(today: date) -> date:
    """The first day that the planning of today makes up for; the first planning of all has one."""
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


def _plan(planning: Planning, owed: Mapping[str, Sequence[Owed]], made: Run) -> Run:
    """Write what is decided for some members, anew where somebody else was faster."""
    left = owed
    for _ in attempts():
        again = {}
        for decision in planning.decide(left):
            done = _commit(decision, planning.today)
            if done:
                made = _counted(made, decision)
            if not done or decision.more:
                again[decision.member_id] = owed[decision.member_id]
        if not again:
            return made
        left = again
    raise dynamo.Contended


def _commit(decision: Decision, today: date) -> bool:
    """Whether it was written; not where its message or one of its stages was written meanwhile."""
    writes = [
        repository.skipped(decision.member_id, one.due, one.reason, decision.reach, today)
        if one.reason
        else repository.planned(decision.member_id, one.due, today)
        for one in decision.outcomes
    ]
    if decision.message:
        writes.append(outbox.save(decision.message))
    try:
        dynamo.transact(writes)
    except (dynamo.ConditionFailed, dynamo.Contended):
        return False
    return True


def _counted(made: Run, decision: Decision) -> Run:
    sent = sum(one.reason is None for one in decision.outcomes)
    new = decision.message is not None and decision.message.version == 0
    return replace(
        made,
        messages=made.messages + new,
        planned=made.planned + sent,
        skipped=made.skipped + len(decision.outcomes) - sent,
    )
