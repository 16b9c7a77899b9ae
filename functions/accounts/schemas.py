"""The API's words for accounts (docs/api.md)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.contributions import DayOfMonth
from shared.ids import Kind
from shared.installments import EntryType
from shared.money import Rupiah, RupiahOrZero
from shared.schema import Body, Clean, Date, Line, Note

from .rules import PostedType
from .schedules import MAX_INSTALLMENTS, Method

DEFAULT_PAGE, MAX_PAGE = 25, 100


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
DocumentNo = Annotated[str, StringConstraints(min_length=1, max_length=60), Clean]
Reason = Annotated[Note, StringConstraints(min_length=1)]


class NewInstallment(Body):
    """One instalment of an explicit schedule."""

    due_on: Date
    principal: RupiahOrZero
    margin: RupiahOrZero = 0


class NewAccount(Body):
    """An account to open; `account_no` is given out if absent.

    Financing takes terms (a monthly schedule follows) or `installments` (any schedule). Savings of
    the product wajib take `monthly_amount` and `due_day`, by default the cooperative's; others but
    pokok take `matures_on`, or `tenor_months` from which it follows.
    """

    member_id: str
    kind: Kind
    product: Line
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


class NewTransaction(Body):
    """An entry of the ledger; the amount is always positive."""

    type: PostedType
    value_date: Date
    amount: Rupiah
    note: Note | None = None
    document_no: DocumentNo | None = None


class Reversal(Body):
    """Why an entry is taken back."""

    reason: Reason


class Closing(Body):
    """When an account is closed (today if absent), and why."""

    closed_on: Date | None = None
    reason: Note | None = None


class AccountsQuery(Body):
    """Which of a member's accounts."""

    kind: Kind | None = None


class LedgerQuery(Body):
    """Which entries, by value date."""

    from_: Annotated[Date | None, Field(alias="from")] = None
    to: Date | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None


class StatementQuery(Body):
    """Which period, by value date."""

    from_: Annotated[Date | None, Field(alias="from")] = None
    to: Date | None = None


class RecapQuery(Body):
    """Which business date (today if absent), and whose."""

    date: Date | None = None
    officer: Annotated[str, StringConstraints(max_length=64)] | None = None


class Account(BaseModel):
    """Savings: with `balance`, and the fields after it where there are such terms. Financing: with
    those from `principal` on. `tenor_months` may be of either.
    """

    account_id: str
    account_no: str
    member_id: str
    kind: Kind
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


class OpenedAccount(Account):
    """A new account with its schedule (empty for savings)."""

    installments: list[InstallmentRow]


class Schedule(BaseModel):
    """All instalments of a financing account."""

    account_id: str
    items: list[InstallmentRow]
    total_principal: int
    total_margin: int
    next_cursor: None


class Covered(BaseModel):
    """What a payment covered, or a charge was put on, and which instalments."""

    principal: int
    margin: int
    penalty: int
    first: int | None
    last: int | None


class Transaction(BaseModel):
    """An entry of the ledger; `effect` is the signed change of balance or outstanding.

    `balance_after` is that after the entry when it was posted.
    """

    transaction_id: str
    account_id: str
    type: EntryType
    value_date: date
    posted_at: str
    amount: int
    effect: int
    balance_after: int
    note: str | None
    document_no: str | None = None
    officer: str
    reverses: str | None
    reversed_by: str | None
    allocation: Covered | None


class TransactionList(BaseModel):
    """A page of the ledger, newest first."""

    items: list[Transaction]
    next_cursor: str | None


class StatementEntry(Transaction):
    """An entry with the balance or outstanding amount that it left."""

    balance: int


class Statement(BaseModel):
    """An account's entries of a period, the oldest first; whole rupiah."""

    account: Account
    from_: Annotated[date, Field(alias="from")]
    to: date
    opening: int
    added: int
    taken: int
    closing: int
    items: list[StatementEntry]
    next_cursor: None


class TypeSum(BaseModel):
    """How many entries of a type, and what they sum to."""

    type: EntryType
    count: int
    amount: int


class Sums(BaseModel):
    """`cash_in` is what deposits and repayments brought, less what was reversed; out likewise."""

    count: int
    cash_in: int
    cash_out: int
    types: list[TypeSum]


class OfficerSums(Sums):
    """An officer's part of a day."""

    officer: str


class RecapEntry(BaseModel):
    """An entry of a day; `cash` is what it brought in, negative what it took out."""

    transaction_id: str
    account_id: str
    account_no: str
    type: EntryType
    undone: EntryType | None
    value_date: date
    posted_at: str
    amount: int
    effect: int
    cash: int


class Recap(Sums):
    """What was posted on a business date; `items` only where it is one officer's."""

    date: date
    officer: str | None
    officers: list[OfficerSums]
    items: list[RecapEntry]
