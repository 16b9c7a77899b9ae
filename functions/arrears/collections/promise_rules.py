"""Promises to pay, decided by what the ledger shows and never by hand. Pure; whole rupiah.

A promise is kept as soon as repayments with a value date from the day it was made up to its date
come to its amount. After its date it is partly kept where something came, else broken; until then
it is open. A reversed or backdated repayment decides anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.installments import Entry, effective_entries
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.money import rupiah

PromiseStatus = Literal["open", "kept", "partly", "broken"]


@dataclass(frozen=True, slots=True)
class Promise:
    """An amount promised on a business day, to be paid up to another.

    `promise_id` sorts by the time of its making, as the ids of entries do.
    """

    promise_id: str
    made_on: date
    due_on: date
    amount: int


def paid(promise: Promise, entries: Sequence[Entry]) -> int:
    """What was repaid on it: of its own day only what was posted after it was made."""
    return sum(
        entry.amount
        for entry in effective_entries(entries)
        if entry.type == "repayment"
        and promise.made_on <= entry.value_date <= promise.due_on
        and (entry.value_date > promise.made_on or entry.entry_id > promise.promise_id)
    )


def status(promise: Promise, entries: Sequence[Entry], today: date) -> PromiseStatus:
    """How the promise stands on a day; entries after that day do not count."""
    came = paid(promise, [entry for entry in entries if entry.value_date <= today])
    if came >= promise.amount:
        return "kept"
    if today <= promise.due_on:
        return "open"
    return "partly" if came else "broken"


def check_promise(amount: int, due_on: date, outstanding: int, today: date) -> None:
    """Refuse a promise for a day that has passed, of more than is owed, or of nothing owed."""
    if due_on < today:
        raise Invalid("due_on", "order", str(due_on), other=str(today))
    if not outstanding:
        raise Conflict("account_id", "nothing_owed")
    if amount > outstanding:
        raise Invalid("amount", "over_owed", amount, most=rupiah(outstanding))
