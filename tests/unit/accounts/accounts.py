"""Accounts and entries of the accounts room, one factory each."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.bulk import new_account, schedule_of
from accounts.ledger_schemas import NewTransaction
from accounts.model import LoanAccount, SavingsAccount
from accounts.schemas import NewAccount
from accounts.unit_of_work import UnitOfWork
from shared.kernel.caller import Caller

MEMBER_ID = "01JB0000000000000000000002"
SAVINGS_ID = f"{MEMBER_ID}.S01JB0000000000000000000021"
OFFICER = Caller("rina", "officer", frozenset(), (), "127.0.0.1")


class Still:
    """24 November 2026, ten in the morning in Jakarta."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 3, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 11, 24)


def savings(**changes: Any) -> SavingsAccount:
    """Voluntary savings, opened on 10 January 2026."""
    values: dict[str, Any] = {
        "account_id": SAVINGS_ID,
        "account_no": "SS-1",
        "product": "sukarela",
        "opened_on": date(2026, 1, 10),
        "last": "2026-01-10#",
    }
    return SavingsAccount(**values | changes)


def loan(**terms: Any) -> LoanAccount:
    """1,200,000 and 120,000 over 12 months from 5 February 2026 on, unless said otherwise."""
    usual = {
        "method": "flat",
        "principal": 1_200_000,
        "margin": 120_000,
        "tenor_months": 12,
        "first_due_on": "2026-02-05",
    }
    new = NewAccount.model_validate(
        {
            "member_id": MEMBER_ID,
            "kind": "financing",
            "product": "Pinjaman Usaha",
            "opened_on": "2026-01-10",
            **(usual if "installments" not in terms else {}),
            **terms,
        }
    )
    account = new_account(new, "PB-1", schedule_of(new, Still().today()))
    assert isinstance(account, LoanAccount)
    return account


def opened(account: SavingsAccount | LoanAccount) -> UnitOfWork:
    """The unit of an account that is not written yet: it reads nothing."""
    return UnitOfWork.open(OFFICER, account, Still())


def an_entry(kind: str, amount: int, on: str = "2026-03-05", **more: Any) -> NewTransaction:
    return NewTransaction.model_validate({"type": kind, "value_date": on, "amount": amount, **more})
