"""Rows as the API answers them, and as the table keeps them."""

from typing import Any

from shared.domain.financing import Financing
from shared.domain.installments import Allocation, Installment
from shared.records.financing_accounts import FinancingAccount

from .repository import Row


def financing_figures(lending: FinancingAccount) -> Row:
    """The part of a financing account's row that follows from its state.

    `next_due_on` is the due date of the oldest unpaid instalment, which may have passed.
    """
    state, due = lending.state, lending.state.oldest_unpaid
    return {
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


def schedule(account_id: str, state: Financing) -> dict[str, object]:
    """All instalments with their sums."""
    return {
        "account_id": account_id,
        "items": installments(state),
        "total_principal": state.principal,
        "total_margin": state.margin,
        "next_cursor": None,
    }


def installments(state: Financing) -> list[dict[str, object]]:
    """Each instalment and what of it is paid."""
    return [_installment(i) for i in state.installments]


def _installment(i: Installment) -> dict[str, object]:
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


def covered(allocation: Allocation) -> dict[str, Any]:
    """What an entry covered."""
    return {
        "principal": allocation.principal,
        "margin": allocation.margin,
        "penalty": allocation.penalty,
        "first": allocation.first,
        "last": allocation.last,
    }
