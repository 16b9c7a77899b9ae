"""What loans and savings of Fineract share, and its clients, as records. Pure.

Fineract's numbers are decimals and its dates are [year, month, day].
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from interchange import vocabulary

from .core_records import CoreRecord, Problem

Row = Mapping[str, Any]

_ACTIVE = {300, 303, 304}
"""Active, or on its way to another office."""
_CLOSED = {600, 601, 602, 700}
"""Closed: obligations met, written off, rescheduled; overpaid."""
_MEMBERS = {300: "active", 303: "active", 304: "active", 600: "left"}


class Unmappable(Exception):
    """A value that Sapa cannot hold; it becomes a Problem."""

    def __init__(self, name: str, message: str, value: object = None) -> None:
        super().__init__(message)
        self.name, self.message, self.value = name, message, value

    def problem(self, where: str, account: str | None = None) -> Problem:
        return Problem(where, self.name, self.message, self.value, account)


@dataclass(frozen=True, slots=True)
class NameMapping:
    """Sapa's office codes and savings products by Fineract's names of them."""

    offices: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)

    def product(self, name: str) -> str | None:
        """A savings product that Sapa's rules know, else its name."""
        return self.products.get(name) or vocabulary.product(name)


def day(value: Any) -> str:
    """[2026, 11, 24] is 2026-11-24."""
    if isinstance(value, list):
        return str(date(*value))
    return str(date.fromisoformat(value))


def rupiah(row: Row, name: str) -> int:
    """A decimal without sen; absent is 0."""
    value = Decimal(row.get(name) or 0)
    if value != value.to_integral_value():
        raise Unmappable(name, "has decimals, and Sapa keeps whole rupiah", value)
    return int(value)


def code(row: Row, name: str) -> str:
    """The last part of an enumeration's code: loanTransactionType.repayment is repayment."""
    return str(row[name]["code"]).partition(".")[2]


def is_member_account(account: Row) -> bool:
    """Whether an account was ever active and is a member's own."""
    return account["status"]["id"] in _ACTIVE | _CLOSED and account.get("clientId") is not None


def account_of(account: Row, kind: str, product: str | None, opened_on: str) -> dict[str, Any]:
    """What an account of either kind says; `opened_on` is its day's name in the timeline.

    Unmappable where it is in another currency.
    """
    currency = account["currency"]["code"]
    if currency != "IDR":
        raise Unmappable("currency", "only IDR", currency)
    timeline = account["timeline"]
    body = {
        "member": str(account["clientId"]),
        "kind": kind,
        "product": product,
        "opened_on": day(timeline[opened_on]),
        "account_no": f"{'S' if kind == 'savings' else 'L'}{account['accountNo']}",
    }
    if timeline.get("closedOnDate"):
        body["closed_on"] = day(timeline["closedOnDate"])
    return body


def client(row: Row, names: NameMapping) -> tuple[list[CoreRecord], list[Problem]]:
    """A client that is or was active as a member; others are not members yet."""
    status = _MEMBERS.get(row["status"]["id"])
    if status is None:
        return [], []
    timeline = row.get("timeline", {})
    joined = row.get("activationDate") or timeline.get("activatedOnDate")
    gender = vocabulary.GENDERS.get((row.get("gender") or {}).get("name", "").casefold())
    body: dict[str, Any] = {
        "member_no": row["accountNo"],
        "name": row.get("displayName") or row.get("fullname"),
        "joined_on": joined and day(joined),
        "status": status,
        "birth_date": row.get("dateOfBirth") and day(row["dateOfBirth"]),
        "gender": gender,
        "office": names.offices.get(row.get("officeName", "")),
        "phones": [{"number": row["mobileNo"]}] if row.get("mobileNo") else None,
        "emails": [{"address": row["emailAddress"]}] if row.get("emailAddress") else None,
    }
    present = {name: value for name, value in body.items() if value}
    return [CoreRecord("members", str(row["id"]), present, f"client {row['id']}")], []


def entries(
    account: Row,
    prefix: str,
    account_id: str,
    where: str,
    read: Callable[[Row, str], dict[str, Any] | None],
) -> tuple[list[CoreRecord], list[Problem]]:
    """An account's transactions as `read` maps them, oldest first, and those it could not map."""
    records, problems = list[CoreRecord](), list[Problem]()
    for row in sorted(account.get("transactions", []), key=lambda row: int(row["id"])):
        where_of_row = f"{where}, transaction {row['id']}"
        try:
            posted = read(row, account_id)
        except Unmappable as unmappable:
            problems.append(unmappable.problem(where_of_row, account_id))
            continue
        if posted:
            records.append(
                CoreRecord("transactions", f"{prefix}-{row['id']}", posted, where_of_row)
            )
    return records, problems


def entry(
    row: Row, account_id: str, kind: str, amount: int, *, is_reversed: bool
) -> dict[str, Any]:
    """A transaction of either kind of account; whole rupiah."""
    payment = row.get("paymentDetailData") or {}
    body: dict[str, Any] = {
        "account": account_id,
        "type": kind,
        "value_date": day(row["date"]),
        "amount": amount,
    }
    if payment.get("receiptNumber"):
        body["document_no"] = payment["receiptNumber"]
    if row.get("note"):
        body["note"] = row["note"]
    return body | {"reversed": True} if is_reversed else body
