"""Use case: come back to what waits. Contact hours that began, records that a stream lost, senders
that died. Each step is conditional on the message as it was read, so two sweeps harm nobody.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from reminders import outbox
from reminders.message import Due, Message
from reminders.message_rules import AMENDABLE, Status
from reminders.planning import planner, recipients
from reminders.planning.contact_window import local_now
from reminders.planning.planning import Planning
from reminders.rules_document import Rules
from shared.aws import dynamo
from shared.aws.write import Write
from shared.kernel.clock import Clock, timestamp
from shared.kernel.settings import settings

from . import message_writes

READY_LOST_AFTER = timedelta(minutes=15)
"""A stream brings a message within seconds and tries for minutes."""
CLAIM_DIED_AFTER = timedelta(minutes=10)
"""Longer than Lambda lets a sender run, and than the provider takes to answer."""
QUEUED_AT_MOST = timedelta(days=7)

_DIED = "sender_died"
_ROUND = 100
_MOST_ROUNDS = 100

Step = Callable[[Message], Sequence[Write]]


def run(clock: Clock) -> None:
    """Move on every message whose time has come."""
    moment, now = local_now(clock), clock.now()
    planning = Planning.of(planner.since(moment.date()), moment, now)
    _each("waiting", _utc(moment), lambda message: _released(message, planning))
    _each("queued", _utc(moment), lambda message: _released(message, planning))
    _each("ready", timestamp(now - READY_LOST_AFTER), lambda message: _again(message, now))
    _each(
        "claimed",
        timestamp(now - CLAIM_DIED_AFTER),
        lambda message: message_writes.lost(message, _DIED, clock),
    )


def _each(status: Status, until: str, step: Step) -> None:
    """Do the step of every message of a status whose time had come, once."""
    seen: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        found = [
            message
            for message in _messages(outbox.swept(status, until, _ROUND))
            if message.status == status and message.id not in seen
        ]
        if not found:
            return
        for message in found:
            seen.add(message.id)
            try:
                dynamo.transact(step(message))
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue


def _messages(keys: Sequence[dynamo.Key]) -> Iterator[Message]:
    table = settings().reminders_table
    for item in recipients.batch([(table, key) for key in keys]):
        if item:
            yield outbox.from_item(item)


def _released(message: Message, planning: Planning) -> list[Write]:
    """To the queue or the sender; on a later day than planned it becomes part of that day's.

    So does what no clerk has pressed, for some days, and until a later stage speaks.
    """
    calendar, moment, stays = planning.calendar, planning.moment, message.status
    first = calendar.next(moment)
    if first is None or first > moment:
        reason = calendar.closed(moment) if stays == "waiting" else None
        return [_moved(message, planning, stays, reason, first)]
    later = calendar.next_after(moment)
    if message.day >= planning.today:
        return [_moved(message, planning, message.sending_status, None, later)]
    if stays == "queued" and _too_old(message, planning):
        return [_moved(message, planning, "skipped", "not_sent")]
    dues = [due for due in message.dues if not _superseded(due, planning.rules, planning.today)]
    if not dues:
        return [_moved(message, planning, "skipped", "superseded")]
    there = outbox.get(message.member_id, planning.today)
    if there is None:
        there = replace(
            message.moved(
                message.sending_status, planning.now, wait_until=planning.comes_back(later)
            ),
            day=planning.today,
            dues=(),
            version=0,
        )
    elif there.status not in AMENDABLE:
        return [_moved(message, planning, stays, "already_messaged", later)]
    carried = _moved(message, planning, "skipped", "carried_over")
    return [carried, outbox.save(planning.told(there, dues))]


def _moved(
    message: Message,
    planning: Planning,
    status: Status,
    reason: str | None = None,
    later: datetime | None = None,
) -> Write:
    wait_until = None if status == "ready" else planning.comes_back(later)
    return outbox.save(message.moved(status, planning.now, reason=reason, wait_until=wait_until))


def _too_old(message: Message, planning: Planning) -> bool:
    """Whether it has been in the queue for longer than it is worth."""
    begun = datetime.fromisoformat(message.history[0].at)
    return datetime.fromisoformat(planning.now) - begun > QUEUED_AT_MOST


def _superseded(due: Due, rules: Rules, today: date) -> bool:
    """Whether the day of a later stage of the same has come."""
    return any(
        due.stage < stage and due.due_on + timedelta(days=stage) <= today
        for stage in rules.days_of(due.kind, due.product)
    )


def _again(message: Message, now: datetime) -> list[Write]:
    """Written anew, so that the stream brings it again."""
    return [outbox.save(message.moved("ready", timestamp(now)))]


def _utc(moment: datetime) -> str:
    return timestamp(moment.astimezone(UTC))
