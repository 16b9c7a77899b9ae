"""The last step of planning: what was decided of members is written, many in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reminders import outbox, repository
from reminders.rules import ReminderCandidate
from shared.aws import dynamo
from shared.aws.retry import retry_on_conflict
from shared.aws.transaction_packing import transact_all
from shared.aws.write import Write

from .context import ReminderContext
from .member_plans import MemberPlan, member_plans

MEMBERS_AT_ONCE = 20
"""So that a due or two of each are read in two calls (gather.py)."""


@dataclass(slots=True)
class Written:
    """New messages, dues that went into messages, and dues of which nothing is sent."""

    messages: int = 0
    planned: int = 0
    skipped: int = 0

    def add(self, plan: MemberPlan) -> None:
        planned = sum(one.skip_reason is None for one in plan.decisions)
        self.messages += plan.message is not None and plan.message.version == 0
        self.planned += planned
        self.skipped += len(plan.decisions) - planned


def write_plans(
    context: ReminderContext,
    by_member: Mapping[str, Sequence[ReminderCandidate]],
    since: date,
) -> Written:
    """Write the plans of some members, each in whole; what was written before stays as it is.

    Those are planned again of whom something was written meanwhile, or who have more stages than a
    transaction takes.
    """
    written, left = Written(), by_member

    def write_left() -> None:
        nonlocal left
        while left:
            plans = list(member_plans(context, left, since))
            done = transact_all([_writes(plan, context.today) for plan in plans])
            again = set()
            for plan, is_done in zip(plans, done, strict=True):
                if is_done:
                    written.add(plan)
                if plan.more or not is_done:
                    again.add(plan.member_id)
            left = {member_id: by_member[member_id] for member_id in sorted(again)}
            if not all(done):
                raise dynamo.Contended

    retry_on_conflict(write_left)
    return written


def _writes(plan: MemberPlan, today: date) -> list[Write]:
    writes = [
        repository.record_skipped(plan.member_id, one.due, one.skip_reason, plan.recipient, today)
        if one.skip_reason
        else repository.record_planned(plan.member_id, one.due, today)
        for one in plan.decisions
    ]
    if plan.message:
        writes.append(outbox.save(plan.message))
    return writes
