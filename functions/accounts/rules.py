"""The ledger's rules: which entries an account takes and what each changes. Pure; whole rupiah.

Savings have a balance: a deposit, interest and an adjustment add to it, a withdrawal and a fee take
from it, and it is never below 0. Financing has an outstanding amount: a penalty and a fee add to
it, a repayment and an adjustment (a waiver, say) take from it, and it is never below 0. Amounts are
always positive; what was wrong is reversed and recorded anew.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.financing import Financing
from shared.domain.installments import (
    CHARGES,
    PAYMENTS,
    Entry,
    EntryType,
    NamedParts,
    Part,
    effective_entries,
)
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.ids import AccountKind
from shared.kernel.money import rupiah

PostedType = Literal[
    "deposit", "withdrawal", "repayment", "penalty", "interest", "fee", "adjustment"
]

LARGEST_BALANCE = 2**53 - 1
"""What a browser's numbers hold exactly."""

KEPT_UNTIL_LEAVING = frozenset({"pokok", "wajib"})
"""UU 25/1992: both stay until the member leaves, and are then paid out in full."""

_ADDING: dict[AccountKind, frozenset[EntryType]] = {
    "savings": frozenset({"deposit", "interest", "adjustment"}),
    "financing": CHARGES,
}
_TAKING: dict[AccountKind, frozenset[EntryType]] = {
    "savings": frozenset({"withdrawal", "fee"}),
    "financing": PAYMENTS,
}
_PREFIXES = {"pokok": "SP", "wajib": "SW", "sukarela": "SS", "berjangka": "SB"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of an account: `amount` is its balance or what is outstanding."""

    kind: AccountKind
    product: str
    opened_on: date
    closed: bool
    amount: int
    last_value_date: date


def effect(account: Standing, kind: PostedType, value_date: date, amount: int, today: date) -> int:
    """The signed change of balance or outstanding, or the refusal.

    A withdrawal must be covered by today's balance, whatever its value date.
    """
    change = change_by(account, kind, value_date, amount, today)
    if account.amount + change < 0:
        code = "over_balance" if account.kind == "savings" else "over_owed"
        raise Invalid("amount", code, amount, most=rupiah(account.amount))
    if kind == "withdrawal" and account.product in KEPT_UNTIL_LEAVING and amount != account.amount:
        raise Invalid("amount", "kept_until_leaving", amount, whole=rupiah(account.amount))
    return change


def change_by(
    account: Standing, kind: PostedType, value_date: date, amount: int, today: date
) -> int:
    """The signed change by an entry, whatever else is in the ledger, or the refusal."""
    check_open(account)
    if value_date > today:
        raise Invalid("value_date", "in_future", str(value_date))
    if value_date < account.opened_on:
        raise Invalid("value_date", "order", str(value_date), other=str(account.opened_on))
    if kind in _ADDING[account.kind]:
        if account.amount + amount > LARGEST_BALANCE:
            raise Invalid("amount", "balance_too_large", amount, limit=rupiah(LARGEST_BALANCE))
        return amount
    if kind not in _TAKING[account.kind]:
        choices = ", ".join(sorted(_ADDING[account.kind] | _TAKING[account.kind]))
        raise Invalid("type", "not_one_of", kind, choices=choices)
    return -amount


def check_parts(named: NamedParts, amount: int, owed: Financing) -> None:
    """Refuse parts that do not sum to the amount, or of which less is owed."""
    if named.amount != amount:
        raise Invalid("parts", "parts_sum", amount, sum=rupiah(named.amount))
    owed_parts: dict[Part, int] = {
        "principal": owed.outstanding_principal,
        "margin": owed.outstanding_margin,
        "penalty": owed.outstanding_penalty,
    }
    for part, wanted in named.items():
        if wanted > owed_parts[part]:
            raise Invalid("amount", f"over_{part}", wanted, most=rupiah(owed_parts[part]))


def check_charge(kind: EntryType, installments: int) -> None:
    """Refuse a charge on financing of which the disbursement was reversed: nothing was lent."""
    if kind in CHARGES and not installments:
        raise Conflict("account_id", "nothing_lent_yet")


def reversal_effect(
    account: Standing, entry: Entry, entry_effect: int, reversed_by: str | None, others: bool
) -> int:
    """The change that takes an entry back, or the refusal. `others`: more entries count.

    A reversal has its entry's value date, so the ledger is right again at every date; when it was
    posted is kept beside it.
    """
    check_reversible(account, entry, reversed_by)
    if entry.type == "disbursement" and others:
        raise Conflict("transaction_id", "disbursement_in_use", entry.entry_id)
    if account.amount - entry_effect < 0:
        raise Conflict("transaction_id", "below_zero", entry.entry_id)
    return -entry_effect


def check_reversible(account: Standing, entry: Entry, reversed_by: str | None) -> None:
    """Refuse to reverse in a closed account, what is reversed, and a reversal."""
    check_open(account)
    if entry.type == "reversal":
        raise Conflict("transaction_id", "is_reversal", entry.entry_id)
    if reversed_by:
        raise Conflict("transaction_id", "already_reversed", entry.entry_id)


def others_count(entries: Iterable[Entry], entry: Entry) -> bool:
    """Whether entries other than this one count in the ledger."""
    return any(e.entry_id != entry.entry_id for e in effective_entries(entries))


def first_day_short(balance: int, since: date, effects: Iterable[tuple[date, int]]) -> date | None:
    """The first day from `since` on at whose end savings held less than 0, if there is one.

    `balance` is today's, `effects` are (value date, effect) of the entries that lead to it.
    """
    later: Counter[date] = Counter()
    for day, effect_of_day in effects:
        if day > since:
            later[day] += effect_of_day
    held = balance - later.total()
    for day in (since, *sorted(later)):
        held += later[day]
        if held < 0:
            return day
    return None


def takes(account: AccountKind, kind: PostedType) -> bool:
    """Whether an entry lessens the balance or what is outstanding."""
    return kind in _TAKING[account]


def check_open(account: Standing) -> None:
    """Refuse what a closed account does not take."""
    if account.closed:
        raise Conflict("account_id", "account_closed")


def check_closed(account: Standing) -> None:
    """Refuse to open an account again that is open."""
    if not account.closed:
        raise Conflict("account_id", "account_open")


def check_closing(account: Standing, closed_on: date, today: date) -> None:
    """Refuse to close an account that is closed, has a balance, or has entries after the date."""
    check_open(account)
    if account.amount:
        code = "balance_left" if account.kind == "savings" else "still_owed"
        raise Conflict("account_id", code, None, amount=rupiah(account.amount))
    if closed_on > today:
        raise Invalid("closed_on", "in_future", str(closed_on))
    if closed_on < account.last_value_date:
        last = str(account.last_value_date)
        raise Invalid("closed_on", "order", str(closed_on), other=last)


def check_opening(opened_on: date, first_due_on: date | None, today: date) -> None:
    """Refuse an opening in the future, or an instalment due before it."""
    if opened_on > today:
        raise Invalid("opened_on", "in_future", str(opened_on))
    if first_due_on and first_due_on < opened_on:
        raise Invalid("first_due_on", "order", str(first_due_on), other="opened_on")


def number_prefix(kind: AccountKind, product: str) -> str:
    """How a given-out account number begins."""
    return _PREFIXES.get(product, "SL") if kind == "savings" else "PB"


def product_name(product: str) -> str:
    """The savings products that rules know are written in one way."""
    return product.casefold() if product.casefold() in _PREFIXES else product
