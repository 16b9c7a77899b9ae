"""Use case: send a message that is ready, once.

It is claimed before it is sent, by a write that only one can do; what is found claimed is never
sent again by itself (docs/decisions/delivery.md).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reminders import outbox
from reminders.message import Channel, Message
from reminders.planning.planning import Planning
from shared.aws import dynamo
from shared.aws.retry import attempts
from shared.aws.write import Write
from shared.kernel.clock import Clock, timestamp

from . import message_writes
from .channels import Sender
from .recheck import recheck

Senders = Mapping[Channel, Sender]


def deliver(
    member_id: str,
    day: date,
    planning: Planning,
    senders: Senders,
    clock: Clock,
) -> None:
    """Check once more, claim, send, and write down what came of it.

    Nothing is done unless the message is `ready` now, whatever a record of the stream says.
    Contended where another transaction holds the message: nothing was sent, try again.
    """
    message = outbox.get(member_id, day)
    if message is None or message.status != "ready" or message.channel not in senders:
        return
    claimed = _claimed(message, planning, clock)
    if claimed is not None:
        answer = senders[claimed.channel].send(claimed)
        settle(
            member_id,
            day,
            claimed.attempts,
            lambda current: message_writes.of_answer(current, answer, clock),
        )


def settle(
    member_id: str, day: date, attempt: int, step: Callable[[Message], Sequence[Write]]
) -> None:
    """Do a step of a message as it is now, anew where somebody was faster.

    No step where it has come to another attempt meanwhile, or where the step writes nothing.
    """
    for _ in attempts():
        current = outbox.get(member_id, day)
        if current is None or current.attempts != attempt:
            return
        if not (writes := step(current)):
            return
        try:
            dynamo.transact(writes)
        except (dynamo.ConditionFailed, dynamo.Contended):
            continue
        return
    raise dynamo.Contended


def _claimed(message: Message, planning: Planning, clock: Clock) -> Message | None:
    """The message as it goes out, this sender's; None where it is not sent now, or another's."""
    at = timestamp(clock.now())
    first = planning.calendar.next(planning.moment)
    checked = recheck(message, planning)
    if first is None or first > planning.moment:
        reason, until = planning.calendar.closed(planning.moment), planning.comes_back(first)
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
