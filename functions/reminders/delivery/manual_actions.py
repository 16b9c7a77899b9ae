"""Use cases of a clerk with one message: send it by hand, try it again, cancel it."""

from collections.abc import Sequence
from datetime import date

from reminders import outbox
from reminders.listing import message_row
from reminders.message import ReminderMessage
from reminders.message_rules import MessageStatus, require_step
from reminders.planning import gather
from reminders.planning.context import ReminderContext
from reminders.planning.local_time import local_now
from shared.aws import dynamo
from shared.aws.write import Write
from shared.domain.phones import wa_url
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, NotFound
from shared.records import member_card
from shared.records.audit import audit

from . import message_writes
from .recheck import recheck


def send(caller: Caller, member_id: str, day: date, clock: Clock) -> dict[str, object]:
    """The link that opens WhatsApp with the text written; the message counts as sent (a Sending).

    Pressed again it answers the same. Conflict where it is not in the queue, outside of the contact
    hours, or where there is a reason not to send it any more, which is written down.
    """
    message = _message(caller, member_id, day)
    if message.status == "sent" and message.channel == "manual":
        return _sending(message)
    if message.status != "queued":
        raise Conflict("status", "not_this_status", message.status)
    context = _context(clock)
    if not context.window.is_open(context.local_now):
        raise Conflict("status", "outside_hours")
    checked = recheck(message, context)
    now = clock.now()
    if isinstance(checked, str):
        skipped = message.moved("skipped", timestamp(now), reason=checked)
        _write(caller, message, "reminder.skip", clock, [outbox.save(skipped)])
        raise Conflict("status", _REFUSALS.get(checked, "not_to_be_sent"), checked)
    writes = message_writes.gone_out(checked, "sent", clock, by=caller.name, attempts=1)
    _write(caller, message, "reminder.send", clock, writes)
    return _sending(checked)


_REFUSALS = {
    "paid_since": "paid_since",
    "opted_out": "consent_withdrawn",
    "no_mobile_number": "no_mobile",
}


def retry(caller: Caller, member_id: str, day: date, clock: Clock) -> dict[str, object]:
    """Send it once more, at once or when the contact hours begin (a ReminderRow).

    Of an `unknown` one a person decides here that it may arrive twice.
    """
    message = _message(caller, member_id, day)
    context = _context(clock)
    if message.status in {"waiting", "queued", "ready", "claimed"}:
        raise Conflict("status", "not_this_status", message.status)
    opening, moment = context.next_opening, context.local_now
    status: MessageStatus = message.sending_status if opening == moment else "waiting"
    until = opening if status == "waiting" else context.window.opening_after(moment)
    moved = message.moved(
        status,
        context.now,
        by=caller.name,
        wait_until=None if status == "ready" else context.wait_until(until),
    )
    return _moved(caller, moved, "reminder.retry", clock)


def cancel(caller: Caller, member_id: str, day: date, clock: Clock) -> dict[str, object]:
    """It is not sent (a ReminderRow)."""
    message = _message(caller, member_id, day)
    require_step(message.status, "cancelled")
    moved = message.moved("cancelled", timestamp(clock.now()), by=caller.name)
    return _moved(caller, moved, "reminder.cancel", clock)


def _message(caller: Caller, member_id: str, day: date) -> ReminderMessage:
    member_card.require_visible(caller, member_id)
    message = outbox.get(member_id, day)
    if message is None:
        raise NotFound("reminder", f"{member_id}.{day}")
    return message


def _context(clock: Clock) -> ReminderContext:
    return gather.reminder_context(local_now(clock), clock.now())


def _moved(caller: Caller, moved: ReminderMessage, action: str, clock: Clock) -> dict[str, object]:
    _write(caller, moved, action, clock, [outbox.save(moved)])
    return message_row(moved)


def _write(
    caller: Caller, message: ReminderMessage, action: str, clock: Clock, writes: Sequence[Write]
) -> None:
    subject = f"member:{message.member_id}"
    record = audit(caller, clock.now(), action, subject, date=str(message.day))
    try:
        dynamo.transact([*writes, record])
    except dynamo.ConditionFailed as failed:
        raise Conflict("status", "changed_meanwhile") from failed


def _sending(message: ReminderMessage) -> dict[str, object]:
    return {"url": wa_url(message.to, message.text), "text": message.text}
