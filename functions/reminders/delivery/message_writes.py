"""The writes of what became of a message: itself, the member's timeline, the desk, the number."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from reminders import outbox
from reminders.message import Channel, Message
from reminders.message_rules import Status
from reminders.planning.contact_window import local_now
from shared.aws.write import Write
from shared.domain.contact_book import Undeliverable
from shared.domain.delivery_mark import DeliveryMarkStatus
from shared.kernel.clock import Clock, timestamp
from shared.records import contact_records, delivery_marks
from shared.records.timeline import InteractionRow, Medium
from shared.records.timeline import entry as timeline_entry

from .channel_answer import Answer

SYSTEM = "reminders"
"""Who did what no person did, on timelines."""

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long a message waits after each attempt that certainly sent nothing; then it has failed."""

_MEDIA: dict[Channel, Medium] = {
    "manual": "whatsapp",
    "whatsapp": "whatsapp",
    "email": "email",
    "console": "other",
}
_GONE_OUT: frozenset[Status] = frozenset({"sent", "delivered", "read"})
_MARKED: frozenset[Status] = frozenset({"failed", "unknown"})
_MOST_MARKS = 40
"""With the message and its timeline well inside of a transaction."""


def of_answer(message: Message, answer: Answer, clock: Clock) -> list[Write]:
    """What a sender was answered; nothing where a webhook told it first."""
    if message.status not in {"claimed", "unknown"}:
        return []
    match answer.outcome:
        case "sent":
            return gone_out(message, "sent", clock, provider_id=answer.provider_id)
        case "later":
            return later(message, answer, clock)
        case "failed":
            return failed(message, answer, clock)
    return lost(message, answer.reason, clock) if message.status == "claimed" else []


def gone_out(
    message: Message, status: Status, clock: Clock, by: str | None = None, **changes: Any
) -> list[Write]:
    """Sent, delivered or read. The timeline's entry is the same whoever writes it first."""
    moved = message.moved(status, timestamp(clock.now()), by=by, **changes)
    writes = [outbox.save(moved)]
    if message.status not in _GONE_OUT:
        writes.append(_entry(moved, by))
    if message.status in _MARKED:
        writes += [delivery_marks.unmark(account_id) for account_id in _accounts(message)]
    if status in {"delivered", "read"} and message.channel == "whatsapp":
        writes.append(contact_records.unmark(message.member_id, message.to))
    return writes


def later(message: Message, answer: Answer, clock: Clock, **changes: Any) -> list[Write]:
    """It waits for another try; after the last one it has failed."""
    if message.attempts > len(BACKOFF):
        return failed(message, answer, clock, **changes)
    at = timestamp(clock.now())
    until = local_now(clock).astimezone(UTC) + BACKOFF[max(message.attempts, 1) - 1]
    if message.status == "sent":
        message = message.moved("failed", at, reason=answer.reason)
    moved = message.moved(
        "waiting", at, reason=answer.reason, wait_until=timestamp(until), **changes
    )
    return [outbox.save(moved)]


def failed(message: Message, answer: Answer, clock: Clock, **changes: Any) -> list[Write]:
    """It is not sent: the desk is told, and the member's number marked if nothing reaches it."""
    at = timestamp(clock.now())
    moved = message.moved("failed", at, reason=answer.reason, **changes)
    writes = [outbox.save(moved), *_marks(moved, "dead_number" if answer.dead else "failed", clock)]
    if answer.dead:
        found = Undeliverable(at, answer.reason or "undeliverable")
        writes.append(contact_records.mark(message.member_id, message.to, found))
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


def _entry(message: Message, by: str | None) -> Write:
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
