"""Accounts, entries and schedules as documents: how they are stored and answered. Pure.

The only place that knows the names in a stored document; the same document is the API's answer
(schemas.py, ledger_schemas.py). Dates are written YYYY-MM-DD, money in whole rupiah.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Allocation, Installment, NamedParts

from .model import (
    Account,
    Ending,
    LedgerEntry,
    LoanAccount,
    MonthlySavings,
    SavingsAccount,
    SavingsTerms,
    TermDeposit,
)

Doc = dict[str, Any]
"""Plain JSON values by their names."""


def of_account(account: Account) -> Doc:
    """An account; `closed_reason` only where it was closed once."""
    ending = account.ending
    closed_on = ending and ending.closed_on
    own = _of_savings(account) if isinstance(account, SavingsAccount) else _of_loan(account)
    return {
        "account_id": account.account_id,
        "account_no": account.account_no,
        "member_id": account.member_id,
        "kind": account.kind,
        "product": account.product,
        "status": "closed" if closed_on else "active",
        "opened_on": str(account.opened_on),
        "closed_on": closed_on and str(closed_on),
        "currency": "IDR",
        **own,
        **({"closed_reason": ending.reason} if ending else {}),
    }


def read_account(
    doc: Mapping[str, Any], last: str, version: int, financing: FinancingAccount | None
) -> Account:
    """Read what of_account made; `financing` is the item beside it of an account of that kind."""
    ending = None
    if "closed_reason" in doc:
        closed_on = doc["closed_on"]
        ending = Ending(closed_on and date.fromisoformat(closed_on), doc["closed_reason"])
    if financing:
        rate = doc["annual_rate"]
        return LoanAccount(
            financing,
            principal=doc["principal"],
            tenor_months=doc["tenor_months"],
            method=doc["method"],
            annual_rate=None if rate is None else Decimal(rate),
            ending=ending,
            version=version,
        )
    return SavingsAccount(
        account_id=doc["account_id"],
        account_no=doc["account_no"],
        product=doc["product"],
        opened_on=date.fromisoformat(doc["opened_on"]),
        last=last,
        balance=doc["balance"],
        terms=_read_terms(doc),
        ending=ending,
        version=version,
    )


def of_entry(entry: LedgerEntry) -> Doc:
    """An entry of a ledger; `parts` and `together_with` only where it has them."""
    covered, parts = entry.allocation, entry.parts
    return {
        "transaction_id": entry.transaction_id,
        "account_id": entry.account_id,
        "type": entry.type,
        "value_date": str(entry.value_date),
        "posted_at": entry.posted_at,
        "amount": entry.amount,
        "effect": entry.effect,
        "balance_after": entry.balance_after,
        "note": entry.note,
        "document_no": entry.document_no,
        "officer": entry.officer,
        "reverses": entry.reverses,
        "reversed_by": entry.reversed_by,
        "allocation": covered and _of_allocation(covered),
        **({"parts": asdict(parts)} if parts else {}),
        **({"together_with": entry.together_with} if entry.together_with else {}),
    }


def read_entry(doc: Mapping[str, Any]) -> LedgerEntry:
    """Read what of_entry made; the oldest documents have no `document_no`."""
    covered, parts = doc["allocation"], doc.get("parts")
    return LedgerEntry(
        transaction_id=doc["transaction_id"],
        account_id=doc["account_id"],
        type=doc["type"],
        value_date=date.fromisoformat(doc["value_date"]),
        posted_at=doc["posted_at"],
        amount=doc["amount"],
        effect=doc["effect"],
        balance_after=doc["balance_after"],
        note=doc["note"],
        document_no=doc.get("document_no"),
        officer=doc["officer"],
        reverses=doc["reverses"],
        reversed_by=doc["reversed_by"],
        allocation=Allocation(**covered) if covered else None,
        parts=NamedParts(**parts) if parts else None,
        together_with=doc.get("together_with"),
    )


def of_schedule(account_id: str, state: Financing, today: date) -> Doc:
    """All instalments with their sums, and which are overdue on a business date."""
    overdue = {i.number for i in state.overdue(today)}
    items = [{**_of_installment(i), "overdue": i.number in overdue} for i in state.installments]
    return {
        "account_id": account_id,
        "items": items,
        "total_principal": state.principal,
        "total_margin": state.margin,
        "next_cursor": None,
    }


def of_installments(state: Financing) -> list[Doc]:
    """Each instalment and what of it is paid."""
    return [_of_installment(i) for i in state.installments]


def _of_savings(account: SavingsAccount) -> Doc:
    own: Doc = {"balance": account.balance}
    match account.terms:
        case MonthlySavings(monthly_amount, due_day):
            own |= {"monthly_amount": monthly_amount, "due_day": due_day}
        case TermDeposit(matures_on, months):
            own |= {"matures_on": str(matures_on), "tenor_months": months}
    return own


def _of_loan(account: LoanAccount) -> Doc:
    """`next_due_on` is the due date of the oldest unpaid instalment, which may have passed."""
    state, rate = account.financing.state, account.annual_rate
    due = state.oldest_unpaid
    return {
        "principal": account.principal,
        "tenor_months": account.tenor_months,
        "method": account.method,
        "annual_rate": None if rate is None else f"{rate.normalize():f}",
        "grace_days": account.financing.grace_days,
        "outstanding": state.outstanding,
        "outstanding_principal": state.outstanding_principal,
        "outstanding_margin": state.outstanding_margin,
        "outstanding_penalty": state.outstanding_penalty,
        "paid": state.paid,
        "installment_count": len(state.installments),
        "paid_count": state.paid_count,
        "next_due_on": due and str(due.due_on),
        "next_due_amount": due and due.unpaid,
    }


def _read_terms(doc: Mapping[str, Any]) -> SavingsTerms:
    if "monthly_amount" in doc:
        return MonthlySavings(doc["monthly_amount"], doc["due_day"])
    if "matures_on" in doc:
        return TermDeposit(date.fromisoformat(doc["matures_on"]), doc["tenor_months"])
    return None


def _of_allocation(covered: Allocation) -> Doc:
    return {
        "principal": covered.principal,
        "margin": covered.margin,
        "penalty": covered.penalty,
        "first": covered.first,
        "last": covered.last,
    }


def _of_installment(i: Installment) -> Doc:
    status = "partly" if i.paid else "unpaid"
    return {
        "number": i.number,
        "due_on": str(i.due_on),
        "principal": i.principal,
        "margin": i.margin,
        "penalty": i.penalty,
        "amount": i.amount,
        "paid_principal": i.paid_principal,
        "paid_margin": i.paid_margin,
        "paid_penalty": i.paid_penalty,
        "paid": i.paid,
        "unpaid": i.unpaid,
        "status": status if i.unpaid else "paid",
    }
