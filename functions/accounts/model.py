"""Accounts and ledger entries as the accounts room works with them. Pure; money in whole rupiah.

An account is a `SavingsAccount` or a `LoanAccount`; the API and the table call the latter
`financing`, since a sharia cooperative lends nothing. A LoanAccount holds the `FinancingAccount` of
shared/domain, which other rooms read too and which is an item of its own (schedule, what is paid,
grace, pauses), beside what only the account's own item says. How all of it is stored and answered:
documents.py; how the API describes those answers: schemas.py (its `Account` is a description).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Allocation, Entry, EntryType, NamedParts
from shared.kernel.ids import AccountKind

from .schedules import Method


@dataclass(frozen=True, slots=True)
class MonthlySavings:
    """Savings that take a contribution every month."""

    monthly_amount: int
    due_day: int


@dataclass(frozen=True, slots=True)
class TermDeposit:
    """Savings that mature; `tenor_months` where they were agreed by months."""

    matures_on: date
    tenor_months: int | None


SavingsTerms = MonthlySavings | TermDeposit | None


@dataclass(frozen=True, slots=True)
class Ending:
    """That an account was closed and why; `closed_on` is None where it was opened again."""

    closed_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SavingsAccount:
    """A savings account after all its entries.

    `last` is the place of the ledger's last entry (`<value date>#<transaction id>`); `version` is 0
    until it is stored; `ending` is None for an account that was never closed.
    """

    account_id: str
    account_no: str
    product: str
    opened_on: date
    last: str
    balance: int = 0
    terms: SavingsTerms = None
    ending: Ending | None = None
    version: int = 0

    @property
    def kind(self) -> AccountKind:
        return "savings"

    @property
    def is_closed(self) -> bool:
        return self.ending is not None and self.ending.closed_on is not None

    @property
    def member_id(self) -> str:
        return self.account_id.partition(".")[0]

    @property
    def amount(self) -> int:
        """The balance: what the sum of the ledger's effects is."""
        return self.balance


@dataclass(frozen=True, slots=True)
class LoanAccount:
    """A financing account after all its entries.

    `principal` to `annual_rate` are what was agreed: the rate is percent a year, None where there
    is none. `version` and `ending` as in SavingsAccount.
    """

    financing: FinancingAccount
    principal: int
    tenor_months: int | None
    method: Method
    annual_rate: Decimal | None
    ending: Ending | None = None
    version: int = 0

    @property
    def kind(self) -> AccountKind:
        return "financing"

    @property
    def is_closed(self) -> bool:
        return self.financing.closed_on is not None

    @property
    def account_id(self) -> str:
        return self.financing.account_id

    @property
    def member_id(self) -> str:
        return self.account_id.partition(".")[0]

    @property
    def account_no(self) -> str:
        return self.financing.account_no

    @property
    def product(self) -> str:
        return self.financing.product

    @property
    def opened_on(self) -> date:
        return self.financing.opened_on

    @property
    def last(self) -> str:
        return self.financing.last

    @property
    def amount(self) -> int:
        """What is outstanding: what the sum of the ledger's effects is."""
        return self.financing.state.outstanding


Account = SavingsAccount | LoanAccount


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry of a ledger as it is kept.

    `amount` is positive, `effect` the signed change of balance or outstanding, `balance_after` what
    that was when the entry was posted. `reverses` and `reversed_by` are transaction ids;
    `allocation` is what a payment covered or a charge was put on, of financing, `parts` what the
    payment said it is for. `together_with` is the entry that was posted with it: a settlement is a
    repayment and a waiver.
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
    document_no: str | None
    officer: str
    reverses: str | None = None
    reversed_by: str | None = None
    allocation: Allocation | None = None
    parts: NamedParts | None = None
    together_with: str | None = None

    @property
    def entry(self) -> Entry:
        """What the rules and a schedule's state need of it."""
        return Entry(
            self.transaction_id,
            self.type,
            self.value_date,
            self.amount,
            self.reverses,
            self.parts,
        )

    def reversed_with(self, transaction_id: str) -> "LedgerEntry":
        """The entry once another has reversed it: the one change that an entry can have."""
        return replace(self, reversed_by=transaction_id)
