"""What an entry, a reversal, a new schedule or a closing makes of an account. Pure.

`known` answers the ledger's entries; it is asked only where a replay needs them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from shared.domain.financing import Financing
from shared.domain.installments import Allocation, Entry, live
from shared.kernel.errors import Conflict
from shared.kernel.money import rupiah
from shared.records.financing_accounts import FinancingAccount

from . import answers, rules
from .repository import Account

Ledger = Callable[[], list[Entry]]

_OF_ITS_LIFE = frozenset(
    (
        "account_id", "account_no", "status", "closed_on", "closed_reason", "balance",
        "outstanding", "outstanding_principal", "outstanding_margin", "outstanding_penalty", "paid",
        "installment_count", "paid_count", "next_due_on", "next_due_amount",
    )
)  # fmt: skip
"""What of an account's row was not agreed at its opening."""
_OF_ITS_SCHEDULE = frozenset(("principal", "tenor_months", "method", "annual_rate"))


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


def rescheduled(
    old: Account, lent: FinancingAccount, schedule: Financing, known: Sequence[Entry]
) -> Account:
    """Financing with another schedule, over which the ledger is replayed.

    Conflict where that asks for less than has been paid.
    """
    state = replace(schedule, order=lent.state.order).replay(known)
    if state.credit:
        asked = rupiah(state.principal + state.margin)
        raise Conflict("installments", "less_than_paid", None, asked=asked)
    account = _restated(old, lent, state, old.last)
    return replace(account, row={**account.row, "principal": state.principal})


def described(old: Account, other: Account) -> Account:
    """The account with what was agreed at another opening, but for its schedule."""
    kept = _OF_ITS_LIFE | _OF_ITS_SCHEDULE if old.lending else _OF_ITS_LIFE
    own = {name: value for name, value in old.row.items() if name in kept}
    lending = old.lending
    if lending and other.lending:
        product, grace_days = other.lending.product, other.lending.grace_days
        lending = replace(lending, product=product, grace_days=grace_days)
    return replace(old, row={**other.row, **own}, lending=lending)


def agreed(old: Account, other: Account) -> Account:
    """The account with the terms from which the schedule of another opening follows."""
    return replace(old, row={**old.row, **{name: other.row[name] for name in _OF_ITS_SCHEDULE}})


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


def _restated(old: Account, lent: FinancingAccount, state: Financing, last: str) -> Account:
    lending = replace(lent, state=state, last=last)
    row = {**old.row, **answers.financing_figures(lending)}
    return replace(old, row=row, last=last, lending=lending)
