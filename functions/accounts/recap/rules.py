"""What a day's entries come to: by type, and what passed over the counter. Pure; whole rupiah.

A deposit and a repayment bring money in, a withdrawal and a disbursement take it out; a reversal
takes back what the entry that it names did. The others move only what is owed or held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.model import LedgerEntry
from shared.domain.installments import EntryType

_IN: frozenset[EntryType] = frozenset({"deposit", "repayment"})
_OUT: frozenset[EntryType] = frozenset({"withdrawal", "disbursement"})


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as the index by_posted shows it; `undone` is the type that a reversal took back."""

    transaction_id: str
    account_id: str
    account_no: str
    type: EntryType
    undone: EntryType | None
    value_date: str
    posted_at: str
    amount: int
    effect: int
    officer: str

    @property
    def cash(self) -> int:
        """What it brought in, negative what it took out."""
        if self.undone:
            return -_cash(self.undone, self.amount)
        return _cash(self.type, self.amount)


def posted(entry: LedgerEntry, account_no: str, undone: EntryType | None) -> Posted:
    """What the recap shows of an entry; `undone` is the type of what a reversal takes back."""
    return Posted(
        transaction_id=entry.transaction_id,
        account_id=entry.account_id,
        account_no=account_no,
        type=entry.type,
        undone=undone,
        value_date=str(entry.value_date),
        posted_at=entry.posted_at,
        amount=entry.amount,
        effect=entry.effect,
        officer=entry.officer,
    )


def _cash(kind: EntryType, amount: int) -> int:
    if kind in _IN:
        return amount
    return -amount if kind in _OUT else 0


def sums(entries: Iterable[Posted]) -> dict[str, Any]:
    """Count, money in and out, and number and sum of each type, largest number first.

    What was reversed is not money in and out once more: it is taken off again, so that a sum may be
    negative on the day after the mistake.
    """
    types: dict[EntryType, tuple[int, int]] = {}
    cash_in, cash_out = 0, 0
    for entry in entries:
        count, amount = types.get(entry.type, (0, 0))
        types[entry.type] = (count + 1, amount + entry.amount)
        if (entry.undone or entry.type) in _IN:
            cash_in += entry.cash
        else:
            cash_out -= entry.cash
    ordered = sorted(types.items(), key=lambda kind: (-kind[1][0], kind[0]))
    return {
        "count": sum(count for count, _ in types.values()),
        "cash_in": cash_in,
        "cash_out": cash_out,
        "types": [{"type": t, "count": n, "amount": amount} for t, (n, amount) in ordered],
    }
