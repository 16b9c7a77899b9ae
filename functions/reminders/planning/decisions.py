"""The second step of planning: which stages go into a message, and why others do not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reminders import rules
from reminders.message import Due, Message
from reminders.rules import Recipient, ReminderCandidate, SendingDay, SkipReason


@dataclass(frozen=True, slots=True)
class DueStage:
    """A stage whose day has come, and the due that a message would list for it.

    `newest` is the latest such stage of the same candidate.
    """

    candidate: ReminderCandidate
    due: Due
    newest: int


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All that is known of a member when it is decided.

    `stages` are those of which nothing is written yet, the oldest due date first. `opening` is the
    first moment at which something may be sent to the member (None: 30 days have none), `message`
    the one of its day, if there is one, and `why_later` the reason why nothing may be sent now.
    """

    member_id: str
    recipient: Recipient
    stages: tuple[DueStage, ...]
    opening: datetime | None
    why_later: SkipReason
    message: Message | None


@dataclass(frozen=True, slots=True)
class StageDecision:
    """What becomes of a due: the reason why it is not sent, None where it goes into the message."""

    due: Due
    skip_reason: SkipReason | None


def due_stages(candidates: Sequence[ReminderCandidate], since: date, today: date) -> list[DueStage]:
    """The stages whose day lies between two dates, both included; the oldest due date first."""
    return [
        DueStage(one, one.at(days), newest=stages[-1])
        for one in sorted(candidates, key=lambda each: (each.due_on, each.account_id or ""))
        if (stages := one.stages_between(since, today))
        for days in stages
    ]


def decide(facts: MemberFacts, today: date, most: int | None = None) -> tuple[StageDecision, ...]:
    """A decision for each stage, at most so many, in their order."""
    sending_day = SendingDay(facts.opening.date() if facts.opening else None, facts.why_later)
    return tuple(
        StageDecision(
            stage.due,
            rules.skip_reason(
                stage.candidate,
                stage.due.stage,
                newest=stage.newest,
                recipient=facts.recipient,
                sending_day=sending_day,
                today=today,
            ),
        )
        for stage in facts.stages[:most]
    )
