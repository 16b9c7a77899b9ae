"""What an entry, a reversal, a new schedule or a closing makes of an account. Pure.

`known` answers the ledger's entries; it is asked only where a replay needs them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from shared.errors import Conflict
from shared.financing import Financing
from shared.installments import Allocation, Entry, live
from shared.lendings import Lending

from . import answers, rules
from .repository import Account

Ledger = Callable[[], list[Entry]]


def standing(account: Account) -> rules.Standing:
    """What the rules ask of an account."""
    row = account.row
    return rules.Standing(
        kind=row["kind"],
        product=row["product"],
        opened_on=date.fromisoformat(row["opened_on"]),
        closed=row["status"] == "closed",
        amount=account.amount,
        last_value_date=date.fromisoformat(account.last[:10]),
    )


def with_entry(
    old: Account, entry: Entry, effect: int, known: Ledger
) -> tuple[Account, Allocation | None]:
    """The account after an entry; one that is dated before the last is placed by a replay."""
    last = max(old.last, entry.place)
    if old.lending is None:
        return _moved(old, effect, last), None
    rules.check_charge(entry.type, len(old.lending.state.installments))
    if entry.place > old.last:
        state, allocation = old.lending.state.apply(entry)
        return _restated(old, old.lending, state, last), allocation
    ledger = known()
    earlier = (e for e in live(ledger) if e.place < entry.place)
    _, allocation = old.lending.state.replay(earlier).apply(entry)
    return _restated(old, old.lending, old.lending.state.replay([*ledger, entry]), last), allocation


def without(old: Account, entry: Entry, undone: Entry, effect: int, known: Ledger) -> Account:
    """The account after a reversal; without its disbursement nothing was ever lent."""
    last = max(old.last, undone.place)
    if old.lending is None:
        return _moved(old, effect, last)
    if entry.type == "disbursement":
        return _restated(old, old.lending, Financing(()), last)
    return _restated(old, old.lending, old.lending.state.replay([*known(), undone]), last)


def rescheduled(old: Account, schedule: Financing, known: Ledger) -> Account:
    """The account with another schedule, over which the ledger is replayed.

    Conflict where that asks for less than has been paid.
    """
    if old.lending is None:
        raise Conflict("account_id", "only_financing")
    state = replace(schedule, order=old.lending.state.order).replay(known())
    if state.credit:
        raise Conflict("installments", "less_than_paid", None)
    account = _restated(old, old.lending, state, old.last)
    return replace(account, row={**account.row, "principal": state.principal})


def closed(old: Account, on: date | None, reason: str | None) -> Account:
    """The account closed on a day, or open again (None)."""
    ended = {
        "status": "closed" if on else "active",
        "closed_on": on and str(on),
        "closed_reason": reason or None,
    }
    lending = old.lending and replace(old.lending, closed_on=on)
    return replace(old, row={**old.row, **ended}, lending=lending)


def _moved(old: Account, effect: int, last: str) -> Account:
    row = {**old.row, "balance": old.amount + effect}
    return replace(old, row=row, last=last)


def _restated(old: Account, lent: Lending, state: Financing, last: str) -> Account:
    lending = replace(lent, state=state, last=last)
    row = {**old.row, **answers.financing_figures(lending)}
    return replace(old, row=row, last=last, lending=lending)
