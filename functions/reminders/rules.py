"""What members may be reminded of, and whether a member may be written to at all. Pure.

A stage is a number of days after (before: below 0) a due date on which a member is reminded. What
becomes of each stage is decided in planning/decisions.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shared.domain.contact_book import ConsentState as ConsentState

from .message import Due, DueKind, ReminderChannel

SkipReason = Literal[
    "superseded",
    "holiday",
    "outside_hours",
    "already_messaged",
    "paused",
    "deceased",
    "opted_out",
    "no_consent",
    "no_mobile_number",
    "no_email",
    "dead_number",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderCandidate:
    """What a member may be reminded of: something with a due date, and its stages (days).

    `amount` is whole rupiah unpaid, `owed` all that is due of the account by today and unpaid.
    `paused`: a pause of the account holds today.
    """

    member_id: str
    kind: DueKind
    due_on: date
    stages: tuple[int, ...]
    amount: int = 0
    account_id: str | None = None
    account_no: str = ""
    product: str = ""
    number: int | None = None
    owed: int = 0
    paused: bool = False

    def at(self, stage: int) -> Due:
        """The due of one stage."""
        return Due(
            kind=self.kind,
            stage=stage,
            due_on=self.due_on,
            amount=self.amount,
            account_id=self.account_id,
            account_no=self.account_no,
            product=self.product,
            number=self.number,
            owed=self.owed,
        )

    def stages_between(self, first: date, last: date) -> list[int]:
        """The stages whose day lies between two days, both included, in order."""
        return [
            stage for stage in self.stages if first <= self.due_on + timedelta(days=stage) <= last
        ]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member, and the number (E.164) or address by which the channel reaches them, if any.

    `refusal` is why nothing is sent to them at all.
    """

    name: str
    office: str | None
    to: str | None
    refusal: SkipReason | None


def refusal(
    channel: ReminderChannel, *, deceased: bool, consent: ConsentState, to: str | None, dead: bool
) -> SkipReason | None:
    """Why nothing is sent to a member, or None.

    A clerk's press needs that consent was not withdrawn, a machine that it was given
    (docs/decisions/whatsapp-consent.md).
    """
    if deceased:
        return "deceased"
    if consent == "withdrawn":
        return "opted_out"
    if consent == "unknown" and channel != "manual":
        return "no_consent"
    if to is None:
        return "no_email" if channel == "email" else "no_mobile_number"
    return "dead_number" if dead else None
