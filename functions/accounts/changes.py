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

from . import rules
from .model import Account, Ending, LoanAccount, SavingsAccount

Ledger = Callable[[], list[Entry]]


def standing(account: Account) -> rules.Standing:
    """What the rules ask of an account."""
    return rules.Standing(
        kind=account.kind,
        product=account.product,
        opened_on=account.opened_on,
        closed=account.is_closed,
        amount=account.amount,
        last_value_date=date.fromisoformat(account.last[:10]),
    )


def with_entry(
    old: Account, entry: Entry, effect: int, known: Ledger
) -> tuple[Account, Allocation | None]:
    """The account after an entry; one that is dated before the last is placed by a replay."""
    last = max(old.last, entry.place)
    if isinstance(old, SavingsAccount):
        return replace(old, balance=old.balance + effect, last=last), None
    state = old.financing.state
    rules.check_charge(entry.type, len(state.installments))
    if entry.place > old.last:
        after, allocation = state.apply(entry)
        return _with_state(old, after, last), allocation
    ledger = known()
    earlier = (e for e in live(ledger) if e.place < entry.place)
    _, allocation = state.replay(earlier).apply(entry)
    return _with_state(old, state.replay([*ledger, entry]), last), allocation


def without_entry(
    old: Account, entry: Entry, reversal: Entry, effect: int, known: Ledger
) -> Account:
    """The account after a reversal; without its disbursement nothing was ever lent."""
    last = max(old.last, reversal.place)
    if isinstance(old, SavingsAccount):
        return replace(old, balance=old.balance + effect, last=last)
    if entry.type == "disbursement":
        return _with_state(old, Financing(()), last)
    return _with_state(old, old.financing.state.replay([*known(), reversal]), last)


def with_schedule(old: LoanAccount, schedule: Financing, known: Sequence[Entry]) -> LoanAccount:
    """Financing with another schedule, over which the ledger is replayed.

    Conflict where that asks for less than has been paid.
    """
    state = replace(schedule, order=old.financing.state.order).replay(known)
    if state.credit:
        asked = rupiah(state.principal + state.margin)
        raise Conflict("installments", "less_than_paid", None, asked=asked)
    return replace(_with_state(old, state, old.last), principal=state.principal)


def with_terms(old: Account, agreed: Account) -> Account:
    """The account with what was agreed at another opening, but for a loan's schedule and the terms
    that it follows from; an account of another kind agrees nothing."""
    if isinstance(old, SavingsAccount) and isinstance(agreed, SavingsAccount):
        return replace(old, product=agreed.product, opened_on=agreed.opened_on, terms=agreed.terms)
    if isinstance(old, LoanAccount) and isinstance(agreed, LoanAccount):
        product, grace_days = agreed.product, agreed.financing.grace_days
        financing = replace(old.financing, product=product, grace_days=grace_days)
        return replace(old, financing=financing)
    return old


def with_schedule_terms(old: LoanAccount, agreed: LoanAccount) -> LoanAccount:
    """The account with the terms from which the schedule of another opening follows."""
    return replace(
        old,
        principal=agreed.principal,
        tenor_months=agreed.tenor_months,
        method=agreed.method,
        annual_rate=agreed.annual_rate,
    )


def closed(old: Account, closed_on: date | None, reason: str | None) -> Account:
    """The account closed on a day, or open again (None)."""
    ending = Ending(closed_on, reason or None)
    if isinstance(old, SavingsAccount):
        return replace(old, ending=ending)
    return replace(old, ending=ending, financing=replace(old.financing, closed_on=closed_on))


def written(account: Account, read: Account, *, is_new: bool) -> Account:
    """The account as it is stored once it is written over the version that was read; the schedule
    of a new one has version 1 from the start."""
    account = replace(account, version=read.version + 1)
    if isinstance(account, LoanAccount) and isinstance(read, LoanAccount):
        version = read.financing.version + (0 if is_new else 1)
        return replace(account, financing=replace(account.financing, version=version))
    return account


def _with_state(old: LoanAccount, state: Financing, last: str) -> LoanAccount:
    return replace(old, financing=replace(old.financing, state=state, last=last))
