"""The state of a financing account: what is paid and unpaid of each instalment. Pure.

All money is whole rupiah. The state follows from the schedule and the ledger alone: `replay` gives
it as of any date, `apply` adds one entry. Both agree where entries are in the ledger's order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .installments import (
    CHARGES,
    PENALTY_FIRST,
    Allocation,
    AllocationStep,
    Entry,
    Installment,
    Part,
    Share,
    effective_entries,
)
from .schedule_replay import ScheduleReplay

__all__ = ["Financing", "Installment", "new_schedule"]


@dataclass(frozen=True, slots=True)
class Financing:
    """A schedule with what is paid of it.

    `credit` is a payment beyond all that was charged so far: only a replay meets it, where a
    payment is dated before a penalty that it paid. Without instalments nothing was lent.
    """

    installments: tuple[Installment, ...]
    credit: int = 0
    order: tuple[Part, ...] = PENALTY_FIRST

    def apply(self, entry: Entry) -> tuple["Financing", Allocation]:
        """The state after one more entry, the ledger's last, and what the entry covered."""
        replay = _replay_of(self)
        allocation = replay.apply(entry)
        return self._after(replay), allocation

    def replay(self, entries: Iterable[Entry], as_of: date = date.max) -> "Financing":
        """The state as of a business date, by the entries with value dates up to it."""
        replay = _replay_of(self.as_lent())
        for entry in effective_entries(entries):
            if entry.value_date <= as_of:
                replay.apply(entry)
        return self._after(replay)

    def trace(self, entries: Iterable[Entry]) -> Iterator[AllocationStep]:
        """The steps from the original schedule on, one for each entry.

        `entries` must be effective and in the ledger's order.
        """
        replay, waiting = _replay_of(self.as_lent()), list[tuple[Entry, int]]()
        for entry in entries:
            replay.shares = []
            done = replay.apply(entry)
            if entry.type in CHARGES:
                shares = tuple(_shares_paid_by_credit(waiting, replay.shares))
            else:
                shares = tuple((entry, share) for share in replay.shares)
            if done.credit:
                waiting.append((entry, done.credit))
            yield AllocationStep(
                entry, shares, replay.oldest, done.first if entry.type in CHARGES else None
            )

    def as_lent(self) -> "Financing":
        """The original schedule: nothing paid, no penalties."""
        return Financing(tuple(i.as_lent() for i in self.installments), 0, self.order)

    @property
    def principal(self) -> int:
        """What was lent."""
        return sum(i.principal for i in self.installments)

    @property
    def margin(self) -> int:
        return sum(i.margin for i in self.installments)

    @property
    def paid(self) -> int:
        """What was paid and allocated."""
        return sum(i.paid for i in self.installments)

    @property
    def outstanding_principal(self) -> int:
        return sum(i.unpaid_principal for i in self.installments)

    @property
    def outstanding_margin(self) -> int:
        return sum(i.unpaid_margin for i in self.installments)

    @property
    def outstanding_penalty(self) -> int:
        return sum(i.unpaid_penalty for i in self.installments)

    @property
    def outstanding(self) -> int:
        """All that is still to be paid, due or not: the ledger's sum."""
        return sum(i.unpaid for i in self.installments) - self.credit

    @property
    def paid_count(self) -> int:
        return sum(i.unpaid == 0 for i in self.installments)

    @property
    def oldest_unpaid(self) -> Installment | None:
        """The first instalment of which something is unpaid."""
        return next((i for i in self.installments if i.unpaid), None)

    def overdue(self, as_of: date) -> tuple[Installment, ...]:
        """Unpaid instalments whose due date has passed; on its due date none is overdue."""
        return tuple(i for i in self.installments if i.unpaid and i.due_on < as_of)

    def due_by(self, day: date) -> int:
        """What is unpaid of the instalments that are due on or before a day."""
        return sum(i.unpaid for i in self.installments if i.due_on <= day)

    def next_due(self, as_of: date) -> Installment | None:
        """The first unpaid instalment that is not overdue."""
        return next((i for i in self.installments if i.unpaid and i.due_on >= as_of), None)

    def to_doc(self) -> dict[str, Any]:
        """Compact JSON values: a row an instalment, days since the last one, trailing zeros cut.

        600 instalments take some 20 KB.
        """
        rows, before = [], date.min
        for i in self.installments:
            row = [
                (i.due_on - before).days,
                i.principal,
                i.margin,
                i.penalty,
                i.paid_principal,
                i.paid_margin,
                i.paid_penalty,
            ]
            while row[-1] == 0:
                row.pop()
            rows.append(row)
            before = i.due_on
        return {"rows": rows, "credit": self.credit, "order": self.order}

    @classmethod
    def from_doc(cls, doc: Mapping[str, Any]) -> "Financing":
        """Read what to_doc wrote."""
        installments, before = [], date.min
        for number, (days, *money) in enumerate(doc["rows"], start=1):
            before += timedelta(days=days)
            principal, margin = (*money, 0, 0)[:2]
            installments.append(Installment(number, before, principal, margin, *money[2:]))
        return cls(tuple(installments), doc["credit"], tuple(doc["order"]))

    def _after(self, replay: ScheduleReplay) -> "Financing":
        return Financing(tuple(replay.rows), replay.credit, self.order)


def new_schedule(parts: Sequence[tuple[date, int, int]]) -> Financing:
    """A new schedule from (due date, principal, margin) of each instalment."""
    rows = enumerate(parts, start=1)
    return Financing(tuple(Installment(n, due, lent, margin) for n, (due, lent, margin) in rows))


def _replay_of(start: Financing) -> ScheduleReplay:
    return ScheduleReplay(start.installments, start.credit, start.order)


def _shares_paid_by_credit(
    waiting: list[tuple[Entry, int]], shares: Iterable[Share]
) -> Iterator[tuple[Entry, Share]]:
    """(payment, share) for the parts of a charge that earlier payments' credit covers.

    `waiting` holds (payment, its credit), the oldest first, and is reduced by what is used.
    """
    for share in shares:
        left = share.penalty
        while left:
            payer, credit = waiting.pop(0)
            paid = min(left, credit)
            left -= paid
            if credit > paid:
                waiting.insert(0, (payer, credit - paid))
            yield payer, Share(share.number, penalty=paid)
