"""Entries of the ledger: their ids, and their rows as the API answers them."""

import json
from datetime import date
from re import fullmatch

from shared.domain.installments import Allocation, Entry
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import NotFound
from shared.kernel.ids import ID_LENGTH, id_behind, new_id
from shared.records.financing_accounts import entry_of

from . import answers
from .repository import Account, Row


def new_transaction_id(value_date: date, behind: str = "") -> str:
    """A ULID and the value date, so that the entry is found by its id alone: `01J….20261124`.

    It sorts behind another of the same value date; ids of one millisecond come in no order.
    """
    fresh, other = new_id(), behind[:ID_LENGTH]
    if fresh <= other:
        fresh = id_behind(other)
    return f"{fresh}.{value_date.isoformat().replace('-', '')}"


def value_date_of(transaction_id: str) -> str:
    """The value date in an id, or NotFound where it has not the form of one."""
    if not fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}\.\d{8}", transaction_id):
        raise NotFound("transaction", transaction_id)
    day = transaction_id[-8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def of_row(row: Row) -> Entry:
    """What the rules need of a row."""
    return entry_of(json.dumps(row))


def row(
    caller: Caller,
    account: Account,
    entry: Entry,
    effect: int,
    clock: Clock,
    *,
    balance: int,
    note: str | None = None,
    document_no: str | None = None,
    allocation: Allocation | None = None,
) -> Row:
    """The row of a new entry; `balance` is the account's after it."""
    return {
        "transaction_id": entry.entry_id,
        "account_id": account.account_id,
        "type": entry.type,
        "value_date": str(entry.value_date),
        "posted_at": timestamp(clock.now()),
        "amount": entry.amount,
        "effect": effect,
        "balance_after": balance,
        "note": note,
        "document_no": document_no,
        "officer": caller.name,
        "reverses": entry.reverses,
        "reversed_by": None,
        "allocation": answers.covered(allocation) if allocation else None,
    }
