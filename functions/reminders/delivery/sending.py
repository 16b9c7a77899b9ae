"""Use case: send a message that is ready, once.

It is claimed before it is sent, by a write that only one can do; what is found claimed is never
sent again by itself (docs/decisions/delivery.md).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reminders import outbox
from reminders.message import ReminderChannel, ReminderMessage
from reminders.planning.context import ReminderContext
from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.aws.write import Write
from shared.kernel.clock import Clock, timestamp

from . import message_writes
from .channels import Sender
from .recheck import recheck

Senders = Mapping[ReminderChannel, Sender]


def deliver(
    member_id: str,
    day: date,
    context: ReminderContext,
    senders: Senders,
    clock: Clock,
) -> None:
    """Check once more, claim, send, and write down the result.

    Nothing is done unless the message is `ready` now, whatever a record of the stream says.
    Contended where another transaction holds the message: nothing was sent, try again.
    """
    message = outbox.get(member_id, day)
    if message is None or message.status != "ready" or message.channel not in senders:
        return
    claimed = _claimed(message, context, clock)
    if claimed is not None:
        result = senders[claimed.channel].send(claimed)
        update_attempt(
            member_id,
            day,
            claimed.attempts,
            lambda current: message_writes.from_result(current, result, clock),
        )


def update_attempt(
    member_id: str, day: date, attempt: int, writes_of: Callable[[ReminderMessage], Sequence[Write]]
) -> None:
    """Do what follows for a message as it is now, again where somebody else was faster.

    Nothing is done where it has come to another attempt meanwhile, or where nothing follows.
    """

    def work() -> None:
        current = outbox.get(member_id, day)
        if current is not None and current.attempts == attempt and (writes := writes_of(current)):
            dynamo.transact(writes)

    retry_on_conflict(work)


def _claimed(
    message: ReminderMessage, context: ReminderContext, clock: Clock
) -> ReminderMessage | None:
    """The message as it goes out, this sender's; None where it is not sent now, or another's."""
    at = timestamp(clock.now())
    opening = context.next_opening
    checked = recheck(message, context)
    if opening is None or opening > context.local_now:
        reason, until = context.window.why_closed(context.local_now), context.wait_until(opening)
        step = message.moved("waiting", at, reason=reason, wait_until=until)
    elif isinstance(checked, str):
        step = message.moved("skipped", at, reason=checked)
    else:
        attempt = message.attempts + 1
        step = checked.moved("claimed", at, attempts=attempt, provider_id=None)
    try:
        dynamo.transact([outbox.save(step)])
    except dynamo.ConditionFailed:
        return None
    return step if step.status == "claimed" else None
