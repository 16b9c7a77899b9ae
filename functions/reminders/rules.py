"""What becomes of a stage: which are due, which are written instead of sent, and why. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .message import Channel, Due, Kind

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
Consent = Literal["granted", "withdrawn", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something of a member that has a due date, and the `stages` on which it is reminded of.

    `amount` is whole rupiah unpaid. `paused`: a pause of the account holds today.
    """

    member_id: str
    kind: Kind
    due_on: date
    stages: tuple[int, ...]
    amount: int = 0
    account_id: str | None = None
    account_no: str = ""
    product: str = ""
    number: int | None = None
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
        )

    def stages_between(self, first: date, last: date) -> list[int]:
        """The stages whose day lies between two days, both included, in order."""
        return [
            stage for stage in self.stages if first <= self.due_on + timedelta(days=stage) <= last
        ]


@dataclass(frozen=True, slots=True)
class Reach:
    """How a member can be reached by the channel: to which number or address, if at all."""

    name: str
    office: str | None
    to: str | None
    refusal: SkipReason | None


def refusal(
    channel: Channel, *, deceased: bool, consent: Consent, to: str | None, dead: bool
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


@dataclass(frozen=True, slots=True)
class Sending:
    """When a member's message may go out: its day, and why none of the days before was possible.

    `day` is None where no day can be found.
    """

    day: date | None
    why_later: SkipReason


def outcome(
    owed: Owed, stage: int, *, newest: int, reach: Reach, sending: Sending, today: date
) -> SkipReason | None:
    """Why a stage of today or earlier is not sent, or None; `newest` is the latest such stage.

    Where waiting would reach the day of the next stage, that one speaks instead, and this one is
    not sent for the reason of the waiting.
    """
    if stage != newest:
        return "superseded"
    if reach.refusal:
        return reach.refusal
    if owed.paused:
        return "paused"
    if sending.day is None or owed.stages_between(today + timedelta(days=1), sending.day):
        return sending.why_later
    return None
