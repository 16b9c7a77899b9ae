"""The API's words for entries, statements and recaps (docs/api.md)."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.domain.installments import EntryType, NamedParts, Part
from shared.kernel.fields import Body, Clean, Date, Note
from shared.kernel.money import Rupiah, RupiahOrZero

from .rules import PostedType
from .schemas import Account

DEFAULT_PAGE, MAX_PAGE = 25, 100

DocumentNo = Annotated[str, StringConstraints(min_length=1, max_length=60), Clean]
TransactionId = Annotated[str, StringConstraints(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}\.\d{8}$")]
Reason = Annotated[Note, StringConstraints(min_length=1)]


class Parts(Body):
    """What a payment on financing was made for; the sum is its amount."""

    principal: RupiahOrZero = 0
    margin: RupiahOrZero = 0
    penalty: RupiahOrZero = 0

    def named(self) -> NamedParts:
        """The same as the rules know it."""
        return NamedParts(self.principal, self.margin, self.penalty)


class NewTransaction(Body):
    """An entry of the ledger; the amount is always positive.

    A repayment of financing and an adjustment may name what they are for: by `parts`, or by `part`
    where it is all for one. Without them the oldest instalment is covered first.
    """

    type: PostedType
    value_date: Date
    amount: Rupiah
    note: Note | None = None
    document_no: DocumentNo | None = None
    part: Part | None = None
    parts: Parts | None = None

    def named_parts(self) -> NamedParts | None:
        """What it is for, where it says so."""
        if self.part:
            return NamedParts(**{self.part: self.amount})
        return self.parts.named() if self.parts else None


class KeptEntry(Body):
    """An entry as a ledger of Sapa kept it, a disbursement or a reversal too.

    One without its id was added to them by hand.
    """

    transaction_id: TransactionId | None = None
    type: EntryType
    value_date: Date
    amount: Rupiah
    note: Note | None = None
    document_no: DocumentNo | None = None
    reverses: TransactionId | None = None
    parts: Parts | None = None
    together_with: TransactionId | None = None


class Reversal(Body):
    """Why an entry is taken back."""

    reason: Reason


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


class PaidFor(BaseModel):
    """What a payment was made for, by its own words; whole rupiah."""

    principal: int
    margin: int
    penalty: int


class Covered(BaseModel):
    """What a payment covered, or a charge was put on, and which instalments."""

    principal: int
    margin: int
    penalty: int
    first: int | None
    last: int | None


class Transaction(BaseModel):
    """An entry of the ledger; `effect` is the signed change of balance or outstanding.

    `balance_after` is that after the entry when it was posted. `parts` are there where a payment
    named them, `together_with` where another entry was posted with it: reversing one reverses both.
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
    parts: PaidFor | None = None
    together_with: str | None = None


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
