"""Maps a Fineract savings account and its transactions to records. Pure."""

from typing import Any

from .core_records import CoreRecord, Problem
from .fineract_mapping import NameMapping, Row, Unmappable, account_of, code, entries, entry, rupiah

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


def savings(account: Row, names: NameMapping) -> tuple[list[CoreRecord], list[Problem]]:
    """The account and its entries; what cannot be mapped is a problem."""
    account_id, where = f"savingsaccounts-{account['id']}", f"savings {account['accountNo']}"
    try:
        product = names.product(account["savingsProductName"])
        body = account_of(account, "savings", product, "activatedOnDate")
    except Unmappable as unmappable:
        return [], [unmappable.problem(where, account_id)]
    posted, problems = entries(account, "savings", account_id, where, _entry)
    return [CoreRecord("accounts", account_id, body, where), *posted], problems


def _entry(row: Row, account_id: str) -> dict[str, Any] | None:
    """None for what moves no money, and for the twin that newer servers show of a reversal."""
    kind = code(row, "transactionType")
    if kind in _NO_MONEY or row.get("isReversal"):
        return None
    if kind not in _TYPES:
        raise Unmappable("type", "is not known here; post it in Sapa by hand", kind)
    is_reversed = bool(row.get("reversed"))
    return entry(row, account_id, _TYPES[kind], rupiah(row, "amount"), is_reversed=is_reversed)
