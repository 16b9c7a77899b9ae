"""The writes of what became of a message.

They are its next version, the member's timeline, the delivery marks of its accounts, and the mark
of a number to which nothing can be delivered.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from reminders import outbox
from reminders.message import Message, ReminderChannel
from reminders.message_rules import MessageStatus
from reminders.planning.local_time import local_now
from shared.aws.write import Write
from shared.domain.contact_book import Undeliverable
from shared.domain.delivery_mark import DeliveryMarkStatus
from shared.kernel.clock import Clock, timestamp
from shared.records import contact_records, delivery_marks
from shared.records.timeline import InteractionRow, Medium
from shared.records.timeline import entry as timeline_entry

from .delivery_result import DeliveryResult

SYSTEM = "reminders"
"""Who did what no person did, on timelines."""

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long a message waits after each attempt that certainly sent nothing; then it has failed."""

_MEDIA: dict[ReminderChannel, Medium] = {
    "manual": "whatsapp",
    "whatsapp": "whatsapp",
    "email": "email",
    "console": "other",
}
_GONE_OUT: frozenset[MessageStatus] = frozenset({"sent", "delivered", "read"})
_MARKED: frozenset[MessageStatus] = frozenset({"failed", "unknown"})
_MOST_MARKS = 40
"""With the message and its timeline well inside of a transaction."""


def from_result(message: Message, result: DeliveryResult, clock: Clock) -> list[Write]:
    """The writes of a delivery result; none where a webhook told of it first."""
    if message.status not in {"claimed", "unknown"}:
        return []
    match result.status:
        case "sent":
            return gone_out(message, "sent", clock, provider_id=result.provider_id)
        case "later":
            return later(message, result, clock)
        case "failed":
            return failed(message, result, clock)
    return lost(message, result.reason, clock) if message.status == "claimed" else []


def gone_out(
    message: Message, status: MessageStatus, clock: Clock, by: str | None = None, **changes: Any
) -> list[Write]:
    """Sent, delivered or read. The timeline's entry is the same whoever writes it first."""
    moved = message.moved(status, timestamp(clock.now()), by=by, **changes)
    writes = [outbox.save(moved)]
    if message.status not in _GONE_OUT:
        writes.append(_timeline_entry(moved, by))
    if message.status in _MARKED:
        writes += [delivery_marks.unmark(account_id) for account_id in _accounts(message)]
    if status in {"delivered", "read"} and message.channel == "whatsapp":
        writes.append(contact_records.clear_undeliverable(message.member_id, message.to))
    return writes


def later(message: Message, result: DeliveryResult, clock: Clock, **changes: Any) -> list[Write]:
    """It waits for another try; after the last one it has failed."""
    if message.attempts > len(BACKOFF):
        return failed(message, result, clock, **changes)
    at = timestamp(clock.now())
    until = local_now(clock).astimezone(UTC) + BACKOFF[max(message.attempts, 1) - 1]
    if message.status == "sent":
        message = message.moved("failed", at, reason=result.reason)
    moved = message.moved(
        "waiting", at, reason=result.reason, wait_until=timestamp(until), **changes
    )
    return [outbox.save(moved)]


def failed(message: Message, result: DeliveryResult, clock: Clock, **changes: Any) -> list[Write]:
    """It is not sent: its accounts are marked, and the member's number if nothing reaches it."""
    at = timestamp(clock.now())
    moved = message.moved("failed", at, reason=result.reason, **changes)
    writes = [outbox.save(moved), *_marks(moved, "dead_number" if result.dead else "failed", clock)]
    if result.dead:
        found = Undeliverable(at, result.reason or "undeliverable")
        writes.append(contact_records.mark_undeliverable(message.member_id, message.to, found))
    return writes


def lost(message: Message, reason: str | None, clock: Clock) -> list[Write]:
    """Nobody knows whether it was sent: only a person, or the provider's word, moves it on."""
    moved = message.moved("unknown", timestamp(clock.now()), reason=reason)
    return [outbox.save(moved), *_marks(moved, "unknown", clock)]


def _marks(message: Message, status: DeliveryMarkStatus, clock: Clock) -> Iterator[Write]:
    reason = message.reason or status
    for account_id in _accounts(message):
        yield delivery_marks.mark(account_id, status, reason, clock.now())


def _accounts(message: Message) -> list[str]:
    found = dict.fromkeys(due.account_id for due in message.dues if due.kind == "installment")
    return [account_id for account_id in found if account_id][:_MOST_MARKS]


def _timeline_entry(message: Message, by: str | None) -> Write:
    """On the timeline at the moment of the attempt, under an id that is the attempt's."""
    attempt = [step for step in message.history if step.status == "claimed"]
    accounts = _accounts(message)
    return timeline_entry(
        message.member_id,
        InteractionRow(
            interaction_id=message.reference,
            at=(attempt or message.history)[-1].at,
            channel=_MEDIA[message.channel],
            direction="out",
            kind="message",
            text=message.text,
            officer=by or SYSTEM,
            account_id=accounts[0] if len(accounts) == 1 else None,
        ),
    )
