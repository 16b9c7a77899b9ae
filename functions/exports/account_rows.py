"""A member's accounts as rows of an export: account, schedule, pauses, ledger. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from interchange import vocabulary
from interchange.cells import WrittenCell
from interchange.tables import TableName
from shared.domain.financing_account import FinancingAccount
from shared.domain.installments import Installment

JsonRow = Mapping[str, Any]
"""An account, ledger entry or interaction as the API answers it."""
TableRow = tuple[TableName, Sequence[WrittenCell]]
"""(table, the cells of a row in the order of the table's columns)."""


def account_rows(
    member_no: str,
    account: JsonRow,
    financing: FinancingAccount | None,
    ledger: Sequence[JsonRow],
) -> Iterator[TableRow]:
    """The rows of one account; `financing` is None for a savings account."""
    account_no = account["account_no"]
    if financing is None:
        yield "savings", _savings(member_no, account)
    else:
        schedule = financing.state.installments or _reversed_schedule(account, ledger)
        yield "financing", _financing(member_no, account, schedule)
        for one in schedule:
            cells = (account_no, one.number, str(one.due_on), one.principal, one.margin)
            yield "installments", cells
        for start, end in financing.pauses:
            yield "pauses", (account_no, str(start), str(end))
    yield from (("transactions", _entry(account_no, entry)) for entry in ledger)


def _savings(member_no: str, account: JsonRow) -> Sequence[WrittenCell]:
    return (
        account["account_no"],
        member_no,
        account["product"],
        account["opened_on"],
        account.get("monthly_amount"),
        account.get("due_day"),
        account.get("tenor_months"),
        account.get("matures_on"),
        account["closed_on"],
        account.get("closed_reason"),
    )


def _financing(
    member_no: str, account: JsonRow, schedule: Sequence[Installment]
) -> Sequence[WrittenCell]:
    method = account["method"]
    return (
        account["account_no"],
        member_no,
        account["product"],
        account["principal"] or None,
        account["annual_rate"],
        None if method == "explicit" else vocabulary.word(vocabulary.METHODS, method),
        account["tenor_months"],
        account["opened_on"],
        str(schedule[0].due_on) if schedule else None,
        account["grace_days"],
        account["closed_on"],
        account.get("closed_reason"),
    )


def _reversed_schedule(account: JsonRow, ledger: Sequence[JsonRow]) -> Sequence[Installment]:
    """One instalment of what was lent, for an account whose disbursement was reversed.

    The reversal removed its schedule. An import opens it with this one, and the reversal in the
    ledger removes it there too.
    """
    lent = next((entry for entry in ledger if entry["type"] == "disbursement"), None)
    if lent is None:
        return ()
    opened_on = date.fromisoformat(account["opened_on"])
    return (Installment(1, opened_on, lent["amount"], lent["effect"] - lent["amount"]),)


def _entry(account_no: str, entry: JsonRow) -> Sequence[WrittenCell]:
    parts = entry.get("parts") or {}
    return (
        account_no,
        entry["value_date"],
        vocabulary.word(vocabulary.KEPT_TYPES, entry["type"]),
        entry["amount"],
        entry["note"],
        entry.get("document_no"),
        entry["transaction_id"],
        entry["reverses"],
        *(parts.get(part) or None for part in ("principal", "margin", "penalty")),
        entry.get("together_with"),
        entry["posted_at"],
        entry["officer"],
    )


def rate_text(percent: str) -> str:
    """A rate in percent with a decimal comma, never with three decimals: 1,125 would look like
    thousands, so it is 1,1250."""
    places = -int(Decimal(percent).as_tuple().exponent)
    return f"{percent}0".replace(".", ",") if places == 3 else percent.replace(".", ",")
