"""The API's words for where an account stands, and its pauses (docs/api.md)."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from shared.kernel.fields import Body, Date


class AsOf(Body):
    """The business date to look at: today if absent; earlier and later ones can be asked."""

    as_of: Date | None = None


class NewPause(Body):
    """Days that do not count as delinquent: from start_on up to, not including, end_on."""

    start_on: Date
    end_on: Date


class Resumption(Body):
    """The first day that counts again."""

    on: Date


class OverdueInstallment(BaseModel):
    """An unpaid instalment whose due date has passed."""

    number: int
    due_on: date
    principal: int
    margin: int
    penalty: int
    paid_principal: int
    paid_margin: int
    paid_penalty: int
    unpaid: int
    days_past_due: int


class PauseRow(BaseModel):
    """A pause; end_on is the first day after it."""

    start_on: date
    end_on: date


class Collectability(BaseModel):
    """A class of the cooperative's profile; `class` is its number, 1 is the best."""

    profile: str
    class_: Annotated[int, Field(alias="class")]
    label: str


class AccountArrears(BaseModel):
    """Where a financing account stands as of a date."""

    account_id: str
    account_no: str
    product: str
    as_of: date
    days_past_due: int
    delinquent_days: int
    paused_days: int
    grace_days: int
    overdue_amount: int
    overdue_principal: int
    overdue_margin: int
    overdue_penalty: int
    oldest_due_on: date | None
    outstanding_principal: int
    installments: list[OverdueInstallment]
    pauses: list[PauseRow]
    next_due_on: date | None
    next_due_amount: int | None
    collectability: Collectability
    explanation: str


class SavingsArrears(BaseModel):
    """Missed contributions to a savings account; `since` is the due date of the oldest missed one.

    `next_due_on` is the next one that is not paid in full.
    """

    account_id: str
    account_no: str
    product: str
    monthly_amount: int
    due_day: int
    missed_months: int
    missed_amount: int
    since: date | None
    days_past_due: int
    next_due_on: date | None
    explanation: str


class MemberArrears(BaseModel):
    """All financing accounts of a member, the worst days and the sum of what is overdue.

    `savings` are apart: what was missed there is in no sum of it.
    """

    as_of: date
    days_past_due: int
    overdue_amount: int
    items: list[AccountArrears]
    savings: list[SavingsArrears]
    next_cursor: None


class Pauses(BaseModel):
    """All pauses of an account, in their order."""

    account_id: str
    pauses: list[PauseRow]
