"""Use case: come back to messages that wait.

Contact hours may have begun, a stream may have lost a record, a sender may have died. Each write is
conditional on the message as it was read, so two sweeps at once do no harm.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from reminders import outbox, repository
from reminders.message import Due, ReminderMessage
from reminders.message_rules import AMENDABLE, MessageStatus
from reminders.planning import compose, gather
from reminders.planning.context import ReminderContext
from reminders.planning.local_time import local_now
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

WritesOf = Callable[[ReminderMessage], Sequence[Write]]
"""What is to be written of a message that has waited."""


def run(clock: Clock) -> None:
    """Move on every message whose time has come.

    While senders are at work, what is ready waits for its turn in the stream and is left alone.
    """
    moment, now = local_now(clock), clock.now()
    context = gather.reminder_context(moment, now)
    _each("waiting", _utc(moment), lambda message: _released(message, context))
    _each("queued", _utc(moment), lambda message: _released(message, context))
    died = timestamp(now - CLAIM_DIED_AFTER)
    _each("claimed", died, lambda message: message_writes.lost(message, _DIED, clock))
    if not outbox.is_claimed_since(died):
        _each("ready", timestamp(now - READY_LOST_AFTER), lambda message: _again(message, now))


def _each(status: MessageStatus, until: str, writes_of: WritesOf) -> None:
    """Write what follows for every message of a status whose time had come, once each."""
    seen: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        found = [
            message
            for message in _messages(outbox.waited(status, until, _ROUND))
            if message.status == status and message.id not in seen
        ]
        if not found:
            return
        for message in found:
            seen.add(message.id)
            try:
                dynamo.transact(writes_of(message))
            except (dynamo.ConditionFailed, dynamo.Contended):
                continue


def _messages(keys: Sequence[dynamo.Key]) -> Iterator[ReminderMessage]:
    table = settings().reminders_table
    for item in repository.read_many([(table, key) for key in keys]).values():
        if item:
            yield outbox.from_item(item)


def _released(message: ReminderMessage, context: ReminderContext) -> list[Write]:
    """Within the contact hours it goes to the queue or to the sender, outside of them it waits.

    On a later day than planned its dues go into the message of that day. So do those of a message
    that no clerk has sent, for QUEUED_AT_MOST, and until a later stage takes their place.
    """
    window, moment, unchanged = context.window, context.local_now, message.status
    opening = context.next_opening
    if opening is None or opening > moment:
        reason = window.why_closed(moment) if unchanged == "waiting" else None
        return [_moved(message, context, unchanged, reason, opening)]
    later = window.opening_after(moment)
    if message.day >= context.today:
        return [_moved(message, context, message.sending_status, None, later)]
    if unchanged == "queued" and _too_old(message, context):
        return [_moved(message, context, "skipped", "not_sent")]
    dues = [due for due in message.dues if not _superseded(due, context.rules, context.today)]
    if not dues:
        return [_moved(message, context, "skipped", "superseded")]
    todays = outbox.get(message.member_id, context.today)
    if todays is None:
        todays = replace(
            message.moved(
                message.sending_status, context.now, wait_until=context.wait_until(later)
            ),
            day=context.today,
            dues=(),
            version=0,
        )
    elif todays.status not in AMENDABLE:
        return [_moved(message, context, unchanged, "already_messaged", later)]
    carried = _moved(message, context, "skipped", "carried_over")
    return [carried, outbox.save(compose.with_dues(todays, dues, context))]


def _moved(
    message: ReminderMessage,
    context: ReminderContext,
    status: MessageStatus,
    reason: str | None = None,
    later: datetime | None = None,
) -> Write:
    wait_until = None if status == "ready" else context.wait_until(later)
    return outbox.save(message.moved(status, context.now, reason=reason, wait_until=wait_until))


def _too_old(message: ReminderMessage, context: ReminderContext) -> bool:
    """Whether it has been in the queue for longer than it is worth."""
    begun = datetime.fromisoformat(message.history[0].at)
    return datetime.fromisoformat(context.now) - begun > QUEUED_AT_MOST


def _superseded(due: Due, rules: Rules, today: date) -> bool:
    """Whether the day of a later stage of the same has come."""
    return any(
        due.stage < stage and due.due_on + timedelta(days=stage) <= today
        for stage in rules.days_of(due.kind, due.product)
    )


def _again(message: ReminderMessage, now: datetime) -> list[Write]:
    """Write it once more, so that the stream brings it again."""
    return [outbox.save(message.moved("ready", timestamp(now)))]


def _utc(moment: datetime) -> str:
    return timestamp(moment.astimezone(UTC))
