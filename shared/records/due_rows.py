"""What the index by_due shows of a financing account of which something is unpaid. Pure.

The accounts room writes it as the attribute `row` (JSON); due lists, ageing and the worklist read
nothing else of an account. An entry's sort key is `<oldest unpaid due date>#<account_id>`, spread
over four partitions. What is unpaid is packed in runs `[days since the due date before, amount]`,
with a third number where equal ones follow each other: 24 months take some 280 bytes, 600 days 17.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zlib import crc32

from shared.aws.items import Item, Value
from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount, read_pauses
from shared.domain.installments import Installment
from shared.kernel.ids import split_account_id

from .keys import accounts as keys

SHARDS = keys.FINANCING_SHARDS
_UNKNOWN_COUNT = 10_000
"""Entries written before they had `numbers` count on from their first instalment."""

PackedRun = list[int]


@dataclass(frozen=True, slots=True)
class DueRow:
    """An account with something unpaid: since when, how much when, and what its class needs.

    `gap_days` is the usual number of days from one instalment to the next, 0 for a single one.
    Amounts are whole rupiah. `unpaid_runs` are what is unpaid when, packed as the module says;
    `numbers` are the instalments' numbers in runs [first, count]. `pauses` are (start, end).
    """

    account_id: str
    account_no: str
    product: str
    grace_days: int
    gap_days: int
    due_on: date
    unpaid_runs: tuple[PackedRun, ...]
    outstanding_principal: int
    numbers: tuple[PackedRun, ...]
    pauses: tuple[tuple[date, date], ...] = ()

    @property
    def member_id(self) -> str:
        return split_account_id(self.account_id)[0]

    @property
    def sort_key(self) -> str:
        """Its sort key in the index."""
        return keys.due_on(self.due_on, self.account_id)

    def days_past_due(self, as_of: date) -> int:
        """Days since the oldest unpaid due date, 0 up to and on it."""
        return max((as_of - self.due_on).days, 0)

    def due_by(self, day: date) -> int:
        """What is unpaid of the instalments that are due on or before a day."""
        return sum(amount for _, amount in _amounts(self.due_on, self.unpaid_runs, day))

    def overdue(self, as_of: date) -> int:
        """What is unpaid of the instalments whose due date has passed."""
        return self.due_by(as_of - timedelta(days=1)) if as_of > self.due_on else 0

    def unpaid(self, until: date) -> Iterator[tuple[int, date, int]]:
        """(number, due date, unpaid amount) of what is due on or before a day, the oldest first."""
        numbers = (first + n for first, count in self.numbers for n in range(count))
        for number, (day, amount) in zip(
            numbers, _amounts(self.due_on, self.unpaid_runs, until), strict=False
        ):
            yield number, day, amount

    def paused(self, day: date) -> bool:
        """Whether a pause holds this day; its end is the day on which it no longer does."""
        return any(start <= day < end for start, end in self.pauses)


def attributes(account: FinancingAccount) -> dict[str, Value]:
    """The attributes of a financing item that make its entry; `row` alone where nothing is due."""
    due = account.state.oldest_unpaid
    row = {
        "account_id": account.account_id,
        "account_no": account.account_no,
        "member_id": split_account_id(account.account_id)[0],
        "product": account.product,
        "grace_days": account.grace_days,
        "gap_days": usual_gap(account.state),
        "number": due and due.number,
        "due_on": due and str(due.due_on),
        "unpaid": due and due.unpaid,
        "owed": _unpaid_runs(i for i in account.state.installments if i.unpaid),
        "numbers": _number_runs(i.number for i in account.state.installments if i.unpaid),
        "outstanding_principal": account.state.outstanding_principal,
    }
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    if due is None:
        return {"row": text}
    shard = SHARDS[crc32(account.account_id.encode()) % len(SHARDS)]
    sort_key = keys.due_on(due.due_on, account.account_id)
    return {"row": text, keys.BY_DUE.pk: shard, keys.BY_DUE.sk: sort_key}


def from_item(item: Item) -> DueRow:
    """Read an entry of the index."""
    row = json.loads(str(item["row"]))
    pauses = str(item["pauses"])
    return DueRow(
        account_id=row["account_id"],
        account_no=row["account_no"],
        product=row["product"],
        grace_days=row["grace_days"],
        gap_days=row["gap_days"],
        due_on=date.fromisoformat(row["due_on"]),
        unpaid_runs=tuple(row["owed"]),
        outstanding_principal=row["outstanding_principal"],
        numbers=tuple(row.get("numbers", [[row["number"], _UNKNOWN_COUNT]])),
        pauses=read_pauses(pauses) if pauses != "[]" else (),
    )


def usual_gap(state: Financing) -> int:
    """The usual (median) number of days from one instalment to the next, 0 for a single one."""
    gaps = sorted((b.due_on - a.due_on).days for a, b in pairwise(state.installments))
    return gaps[len(gaps) // 2] if gaps else 0


def _unpaid_runs(unpaid: Iterable[Installment]) -> list[PackedRun]:
    runs: list[PackedRun] = []
    before: date | None = None
    for one in unpaid:
        days = (one.due_on - before).days if before else 0
        if runs and runs[-1][:2] == [days, one.unpaid]:
            runs[-1] = [days, one.unpaid, (runs[-1][2] if len(runs[-1]) > 2 else 1) + 1]
        else:
            runs.append([days, one.unpaid])
        before = one.due_on
    return runs


def _number_runs(unpaid: Iterable[int]) -> list[PackedRun]:
    runs: list[PackedRun] = []
    for number in unpaid:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def _amounts(first: date, runs: Iterable[PackedRun], until: date) -> Iterator[tuple[date, int]]:
    """(due date, what is unpaid) of each instalment up to a day."""
    day = first
    for days, amount, *times in runs:
        for _ in range(times[0] if times else 1):
            day += timedelta(days=days)
            if day > until:
                return
            yield day, amount
