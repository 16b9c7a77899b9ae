"""The second step of planning: which stages go into a message, and why others do not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reminders.message import Due, ReminderMessage
from reminders.rules import Recipient, ReminderCandidate, SkipReason


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
    message: ReminderMessage | None


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
    return tuple(
        StageDecision(stage.due, skip_reason(stage, facts, today)) for stage in facts.stages[:most]
    )


def skip_reason(stage: DueStage, facts: MemberFacts, today: date) -> SkipReason | None:
    """Why nothing is sent of a stage whose day has come, or None.

    Where waiting for the opening would reach the day of the candidate's next stage, that one speaks
    instead, and this one is not sent for the reason of the waiting.
    """
    if stage.due.stage != stage.newest:
        return "superseded"
    if facts.recipient.refusal:
        return facts.recipient.refusal
    if stage.candidate.paused:
        return "paused"
    tomorrow = today + timedelta(days=1)
    if facts.opening is None or stage.candidate.stages_between(tomorrow, facts.opening.date()):
        return facts.why_later
    return None
