"""Arrears as the API answers them."""

from collections.abc import Iterable

from arrears.rules import Arrears, Pause, days_late
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Installment
from shared.kernel.messages import Language
from shared.records.due_rows import usual_gap

from .collectability import ClassProfile, classify, is_short
from .explanation import explanation


def account_arrears(
    account: FinancingAccount, found: Arrears, profile: ClassProfile, language: Language
) -> dict[str, object]:
    """One account's arrears, with its class and the sentence that explains them."""
    short = is_short(usual_gap(account.state))
    grade = classify(profile, found.oldest_due_on, found.delinquent_days, short)
    due = found.next_due
    return {
        "account_id": account.account_id,
        "account_no": account.account_no,
        "product": account.product,
        "as_of": str(found.as_of),
        "days_past_due": found.days_past_due,
        "delinquent_days": found.delinquent_days,
        "paused_days": found.paused_days,
        "grace_days": account.grace_days,
        "overdue_amount": found.overdue_amount,
        "overdue_principal": found.overdue_principal,
        "overdue_margin": found.overdue_margin,
        "overdue_penalty": found.overdue_penalty,
        "oldest_due_on": found.oldest_due_on and str(found.oldest_due_on),
        "outstanding_principal": found.outstanding_principal,
        "installments": [_overdue(i, found) for i in found.overdue],
        "pauses": pause_rows(Pause(*span) for span in account.pauses),
        "next_due_on": due and str(due.due_on),
        "next_due_amount": due and due.unpaid,
        "collectability": {
            "profile": profile.name,
            "class": grade.number,
            "label": grade.label[language],
        },
        "explanation": explanation(found, account.grace_days, grade, language),
    }


def pause_rows(pauses: Iterable[Pause]) -> list[dict[str, str]]:
    """Pauses by their two dates."""
    return [{"start_on": str(p.start_on), "end_on": str(p.end_on)} for p in pauses]


def _overdue(i: Installment, found: Arrears) -> dict[str, object]:
    return {
        "number": i.number,
        "due_on": str(i.due_on),
        "principal": i.principal,
        "margin": i.margin,
        "penalty": i.penalty,
        "paid_principal": i.paid_principal,
        "paid_margin": i.paid_margin,
        "paid_penalty": i.paid_penalty,
        "unpaid": i.unpaid,
        "days_past_due": days_late(i, found.as_of),
    }
