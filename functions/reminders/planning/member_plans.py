"""What is to be written for members: gather the facts, decide, compose the message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reminders.message import ReminderMessage
from reminders.rules import Recipient, ReminderCandidate
from shared.aws.dynamo import MAX_TRANSACTION_WRITES

from . import compose, decisions, gather
from .context import ReminderContext
from .decisions import StageDecision

MOST_STAGES = MAX_TRANSACTION_WRITES - 1
"""Of a member in one transaction, beside the message."""


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """What is to be written for a member: decisions, and the message as it will be, if any.

    `more`: the member has stages beyond these.
    """

    member_id: str
    recipient: Recipient
    decisions: tuple[StageDecision, ...]
    message: ReminderMessage | None
    more: bool


def member_plans(
    context: ReminderContext,
    by_member: Mapping[str, Sequence[ReminderCandidate]],
    since: date,
    most: int | None = MOST_STAGES,
) -> Iterator[MemberPlan]:
    """A plan for each member with stages that nothing is written of, at most so many stages each.

    Stages are those whose day lies between `since` and the context's today, both included.
    """
    for facts in gather.member_facts(context, by_member, since):
        decided = decisions.decide(facts, context.today, most)
        message = compose.message_of(facts, decided, context)
        more = len(decided) < len(facts.stages)
        yield MemberPlan(facts.member_id, facts.recipient, decided, message, more)
