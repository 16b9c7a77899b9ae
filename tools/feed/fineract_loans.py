"""Maps a Fineract loan, its schedule and transactions to records. Pure.

Interest and fees of a period are its margin. A period's penalties are an entry of their own, dated
on its due date, so that they are sent once that has passed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from .core_records import CoreRecord, Problem
from .fineract_mapping import Row, Unmappable, account_of, code, day, entries, entry, rupiah

_TYPES = {
    "repayment": "repayment",
    "downPayment": "repayment",
    "chargePayment": "repayment",
    "waiver": "adjustment",
    "waiveCharges": "adjustment",
    "writeOff": "adjustment",
    "merchantIssuedRefund": "adjustment",
    "payoutRefund": "adjustment",
    "goodwillCredit": "adjustment",
    "chargeAdjustment": "adjustment",
    "interestPaymentWaiver": "adjustment",
    "interestRefund": "adjustment",
}
_NOT_OWED = {
    "disbursement", "repaymentAtDisbursement", "accrual", "accrualActivity", "accrualAdjustment",
    "incomePosting", "recoveryRepayment", "chargeoff", "creditBalanceRefund", "initiateTransfer",
    "approveTransfer", "withdrawTransfer", "rejectTransfer", "marked.for.rescheduling", "contra",
}  # fmt: skip
"""What leaves the debt as it is, or what the account's opening enters by itself."""


def loan(account: Row, today: date) -> tuple[list[CoreRecord], list[Problem]]:
    """The account with its schedule, and its entries; what cannot be mapped is a problem."""
    account_id, where = f"loans-{account['id']}", f"loan {account['accountNo']}"
    try:
        records = [CoreRecord("accounts", account_id, _account(account), where)]
        records += _penalties(account, account_id, where, today)
    except Unmappable as unmappable:
        return [], [unmappable.problem(where, account_id)]
    posted, problems = entries(account, "loan", account_id, where, _entry)
    return [*records, *posted], problems


def _account(account: Row) -> dict[str, Any]:
    product = account["loanProductName"]
    return {
        **account_of(account, "financing", product, "actualDisbursementDate"),
        "grace_days": int(account.get("graceOnArrearsAgeing") or 0),
        "installments": _installments(account["repaymentSchedule"]),
    }


def _periods(schedule: Row) -> Iterator[Row]:
    """Those in which something falls due; a disbursement is a row of the schedule too."""
    return (period for period in schedule["periods"] if "principalDue" in period)


def _installments(schedule: Row) -> list[dict[str, Any]]:
    by_day: dict[str, list[int]] = {}
    for period in _periods(schedule):
        parts = by_day.setdefault(day(period["dueDate"]), [0, 0])
        parts[0] += rupiah(period, "principalDue")
        parts[1] += rupiah(period, "interestDue") + rupiah(period, "feeChargesDue")
    lent, asked = rupiah(schedule, "totalPrincipalDisbursed"), sum(p for p, _ in by_day.values())
    if lent != asked:
        raise Unmappable("repaymentSchedule", f"its periods repay {asked}, not what was lent", lent)
    return [
        {"due_on": due, "principal": principal, "margin": margin}
        for due, (principal, margin) in sorted(by_day.items())
        if principal + margin
    ]


def _penalties(account: Row, account_id: str, where: str, today: date) -> Iterator[CoreRecord]:
    for period in _periods(account["repaymentSchedule"]):
        due, amount = day(period["dueDate"]), rupiah(period, "penaltyChargesDue")
        if amount and due <= str(today):
            number = period.get("period", due)
            body = {"account": account_id, "type": "penalty", "value_date": due, "amount": amount}
            where_of_penalty = f"{where}, penalty of period {number}"
            yield CoreRecord(
                "transactions", f"{account_id}-penalty-{number}", body, where_of_penalty
            )


def _entry(row: Row, account_id: str) -> dict[str, Any] | None:
    kind = code(row, "type")
    if kind in _NOT_OWED:
        return None
    if kind not in _TYPES:
        raise Unmappable("type", "is not known here; post it in Sapa by hand", kind)
    amount = rupiah(row, "amount") - rupiah(row, "overpaymentPortion")
    if amount == 0:
        return None
    return entry(
        row, account_id, _TYPES[kind], amount, is_reversed=bool(row.get("manuallyReversed"))
    )
