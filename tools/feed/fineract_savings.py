"""A Fineract savings account with its transactions in our words. Pure."""

from typing import Any

from .fineract_words import Names, Odd, Row, account_of, code, entries, entry, rupiah
from .things import Problem, Thing

_TYPES = {
    "deposit": "deposit",
    "withdrawal": "withdrawal",
    "interestPosting": "interest",
    "dividendPayout": "adjustment",
    "withdrawalFee": "fee",
    "annualFee": "fee",
    "payCharge": "fee",
    "overdraftInterest": "fee",
    "withholdTax": "fee",
}
_NO_MONEY = {
    "waiveCharge", "accrual", "initiateTransfer", "approveTransfer", "withdrawTransfer",
    "rejectTransfer", "onHold", "release",
}  # fmt: skip
"""What leaves the balance as it is."""


def savings(account: Row, names: Names) -> tuple[list[Thing], list[Problem]]:
    """The account and its entries; what Sapa has no place for is a problem."""
    account_id, where = f"savingsaccounts-{account['id']}", f"savings {account['accountNo']}"
    try:
        product = names.product(account["savingsProductName"])
        body = account_of(account, "savings", product, "activatedOnDate")
    except Odd as odd:
        return [], [odd.problem(where, account_id)]
    posted, problems = entries(account, "savings", account_id, where, _entry)
    return [Thing("accounts", account_id, body, where), *posted], problems


def _entry(row: Row, account_id: str) -> dict[str, Any] | None:
    """None for what moves no money, and for the twin that newer servers show of a reversal."""
    kind = code(row, "transactionType")
    if kind in _NO_MONEY or row.get("isReversal"):
        return None
    if kind not in _TYPES:
        raise Odd("type", "is not known here; post it in Sapa by hand", kind)
    gone = bool(row.get("reversed"))
    return entry(row, account_id, _TYPES[kind], rupiah(row, "amount"), gone=gone)
