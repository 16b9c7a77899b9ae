"""Stored documents are what they always were, and what is written is read again."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts import changes, documents
from accounts.ledger_schemas import Transaction
from accounts.model import Account, LedgerEntry, LoanAccount, MonthlySavings, TermDeposit
from accounts.schemas import Account as Answer
from shared.domain.installments import Allocation
from tests.unit.accounts.accounts import MEMBER_ID, SAVINGS_ID, an_entry, loan, opened, savings

EXPLICIT = [
    {"due_on": "2026-12-05", "principal": 5_000, "margin": 10},
    {"due_on": "2026-12-12", "principal": 5_000, "margin": 0},
]


def read_again(account: Account) -> Account:
    doc = json.loads(json.dumps(documents.of_account(account)))
    financing = account.financing if isinstance(account, LoanAccount) else None
    return documents.read_account(doc, account.last, account.version, financing)


@pytest.mark.parametrize(
    "account",
    [
        savings(),
        savings(balance=5, version=7, last="2026-03-01#01J.20260301"),
        savings(terms=MonthlySavings(25_000, 31)),
        savings(terms=TermDeposit(date(2027, 1, 10), 12)),
        savings(terms=TermDeposit(date(2027, 1, 11), None)),
        changes.closed(savings(), date(2026, 5, 1), "pindah"),
        changes.closed(changes.closed(savings(), date(2026, 5, 1), None), None, None),
    ],
)
def test_savings_are_read_as_they_were_written(account: Account) -> None:
    assert read_again(account) == account
    Answer.model_validate(documents.of_account(account))


@pytest.mark.parametrize(
    "terms", [{}, {"method": "annuity", "margin": None, "annual_rate": "12.5"}, {"grace_days": 3}]
)
def test_loans_are_read_as_they_were_written(terms: dict[str, Any]) -> None:
    account = loan(**terms)
    assert read_again(account) == account
    ended = changes.closed(account, date(2026, 5, 1), "lunas")
    assert read_again(ended) == ended
    Answer.model_validate(documents.of_account(ended))


def test_savings_have_the_document_that_is_in_tables_since_the_first_version() -> None:
    assert documents.of_account(savings(terms=MonthlySavings(25_000, 10), balance=7)) == {
        "account_id": SAVINGS_ID,
        "account_no": "SS-1",
        "member_id": MEMBER_ID,
        "kind": "savings",
        "product": "sukarela",
        "status": "active",
        "opened_on": "2026-01-10",
        "closed_on": None,
        "currency": "IDR",
        "balance": 7,
        "monthly_amount": 25_000,
        "due_day": 10,
    }


def test_an_explicit_loan_has_no_rate_and_its_document_ends_with_its_closing() -> None:
    doc = documents.of_account(changes.closed(loan(installments=EXPLICIT), None, None))
    assert (doc["method"], doc["annual_rate"], doc["tenor_months"]) == ("explicit", None, None)
    assert (doc["outstanding"], doc["installment_count"]) == (10_010, 2)
    assert (doc["next_due_on"], doc["next_due_amount"]) == ("2026-12-05", 5_010)
    assert (list(doc)[-1], doc["closed_reason"], doc["status"]) == ("closed_reason", None, "active")


def test_a_rate_is_written_without_needless_zeros() -> None:
    account = loan(method="effective", margin=None, annual_rate="12.500")
    assert documents.of_account(account)["annual_rate"] == "12.5"


def test_an_entry_is_read_as_it_was_written() -> None:
    unit = opened(loan())
    entry = unit.post(an_entry("repayment", 115_000, note="tunai", document_no="B-1"))
    doc = documents.of_entry(entry)
    Transaction.model_validate(doc)
    covered = {"principal": 100_000, "margin": 15_000, "penalty": 0, "first": 1, "last": 2}
    assert doc["allocation"] == covered
    assert documents.read_entry(json.loads(json.dumps(doc))) == entry


def test_the_oldest_entries_have_no_document_number() -> None:
    entry = LedgerEntry(
        transaction_id="01JB0000000000000000000031.20260301",
        account_id=SAVINGS_ID,
        type="deposit",
        value_date=date(2026, 3, 1),
        posted_at="2026-03-01T03:00:00.000Z",
        amount=5,
        effect=5,
        balance_after=5,
        note=None,
        document_no=None,
        officer="rina",
        allocation=Allocation(principal=5, first=1, last=1),
    )
    doc = documents.of_entry(entry)
    del doc["document_no"]
    assert documents.read_entry(doc) == entry
    assert documents.read_entry({**doc, "allocation": None}) == replace(entry, allocation=None)
