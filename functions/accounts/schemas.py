"""The API's words for accounts (docs/api.md)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.domain.contributions import DayOfMonth
from shared.kernel.fields import Body, Date, Note, ShortText
from shared.kernel.ids import AccountKind
from shared.kernel.money import Rupiah, RupiahOrZero

from .schedules import MAX_INSTALLMENTS, Method


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("not_number", "not a number")
    return value


AccountNo = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9./ -]{0,29}$")
]
Rate = Annotated[
    Decimal, BeforeValidator(_number), Field(ge=0, le=1000, max_digits=10, decimal_places=6)
]


class NewInstallment(Body):
    """One instalment of an explicit schedule."""

    due_on: Date
    principal: RupiahOrZero
    margin: RupiahOrZero = 0


class AccountTerms(Body):
    """What is agreed of an account; `account_no` is given out if absent.

    Financing takes terms (a monthly schedule follows) or `installments` (any schedule). Savings of
    the product wajib take `monthly_amount` and `due_day`, by default the cooperative's; others but
    pokok take `matures_on`, or `tenor_months` from which it follows.
    """

    kind: AccountKind
    product: ShortText
    opened_on: Date
    account_no: AccountNo | None = None
    method: Method | None = None
    principal: Rupiah | None = None
    margin: RupiahOrZero | None = None
    annual_rate: Rate | None = None
    tenor_months: Annotated[int, Field(strict=True, ge=1, le=MAX_INSTALLMENTS)] | None = None
    first_due_on: Date | None = None
    grace_days: Annotated[int, Field(strict=True, ge=0, le=365)] | None = None
    installments: (
        Annotated[list[NewInstallment], Field(min_length=1, max_length=MAX_INSTALLMENTS)] | None
    ) = None
    monthly_amount: Rupiah | None = None
    due_day: DayOfMonth | None = None
    matures_on: Date | None = None


class NewAccount(AccountTerms):
    """An account to open, and whose."""

    member_id: str


class Closing(Body):
    """When an account is closed (today if absent), and why."""

    closed_on: Date | None = None
    reason: Note | None = None


class Reopening(Body):
    """Why a closed account is opened again."""

    reason: Annotated[Note, StringConstraints(min_length=1)]


class AccountsQuery(Body):
    """Which of a member's accounts."""

    kind: AccountKind | None = None


class Account(BaseModel):
    """Savings: with `balance`, and the fields after it where there are such terms. Financing: with
    those from `principal` on. `tenor_months` may be of either.
    """

    account_id: str
    account_no: str
    member_id: str
    kind: AccountKind
    product: str
    status: Literal["active", "closed"]
    opened_on: date
    closed_on: date | None
    closed_reason: str | None = None
    currency: Literal["IDR"]
    balance: int | None = None
    monthly_amount: int | None = None
    due_day: int | None = None
    matures_on: date | None = None
    principal: int | None = None
    outstanding: int | None = None
    outstanding_principal: int | None = None
    outstanding_margin: int | None = None
    outstanding_penalty: int | None = None
    paid: int | None = None
    tenor_months: int | None = None
    installment_count: int | None = None
    paid_count: int | None = None
    next_due_on: date | None = None
    next_due_amount: int | None = None
    method: Method | None = None
    annual_rate: str | None = None
    grace_days: int | None = None


class AccountList(BaseModel):
    """All accounts of a member."""

    items: list[Account]
    next_cursor: None


class InstallmentRow(BaseModel):
    """One instalment and what of it is paid."""

    number: int
    due_on: date
    principal: int
    margin: int
    penalty: int
    amount: int
    paid_principal: int
    paid_margin: int
    paid_penalty: int
    paid: int
    unpaid: int
    status: Literal["paid", "partly", "unpaid"]


class ScheduleRow(InstallmentRow):
    """An instalment of a schedule as of today."""

    overdue: bool


class OpenedAccount(Account):
    """A new account with its schedule (empty for savings)."""

    installments: list[InstallmentRow]


class Schedule(BaseModel):
    """All instalments of a financing account."""

    account_id: str
    items: list[ScheduleRow]
    total_principal: int
    total_margin: int
    next_cursor: None
