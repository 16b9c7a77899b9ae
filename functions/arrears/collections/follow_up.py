"""What is done about an account in arrears: a follow-up, and the state that they leave. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.contact_medium import Medium
from shared.domain.delivery_mark import DeliveryMark

from .promise_rules import Promise

FollowUpKind = Literal["attempt", "visit", "promise"]
ContactOutcome = Literal[
    "reached",
    "left_message",
    "no_answer",
    "wrong_number",
    "refused",
    "met",
    "met_family",
    "not_home",
    "moved",
]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A contact attempt, a visit or a promise to pay; what its kind does not have is None.

    `at` is UTC ISO 8601, `on` the business date, `amount` whole rupiah, `next_contact_on` the day
    that the officer chose for the next contact.
    """

    id: str
    account_id: str
    at: str
    on: date
    kind: FollowUpKind
    channel: Medium | None
    outcome: ContactOutcome | None
    amount: int | None
    due_on: date | None
    note: str | None
    officer: str
    next_contact_on: date | None = None

    @property
    def promise(self) -> Promise | None:
        """The promise that it notes down."""
        if self.amount is None or self.due_on is None:
            return None
        return Promise(self.id, self.on, self.due_on, self.amount)


@dataclass(frozen=True, slots=True)
class CollectionState:
    """Where the work on an account stands.

    When somebody last made contact, with which outcome and when they meant to again, the last
    promise, the officer whose account it is, and what a sender marked since the last follow-up.
    """

    contacted_on: date | None = None
    outcome: str | None = None
    promise: Promise | None = None
    officer: str | None = None
    mark: DeliveryMark | None = None
    next_contact_on: date | None = None
