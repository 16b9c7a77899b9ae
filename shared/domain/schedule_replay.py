"""How entries change a schedule, one after another. Pure; whole rupiah."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .installments import (
    CHARGES,
    PAYMENTS,
    Allocation,
    Entry,
    Installment,
    NamedParts,
    Part,
    Share,
)


class ScheduleReplay:
    """A schedule to which entries are applied one by one.

    `rows` and `credit` are where it stands, `shares` what was paid since they were last emptied.
    `_first` is the index of the oldest unpaid instalment. All before it are paid; of later ones
    some parts may be, by payments that named them. A charge is added to the oldest unpaid one, or
    to the last where all are paid.
    """

    def __init__(self, rows: Iterable[Installment], credit: int, order: Sequence[Part]) -> None:
        self.rows, self.credit = list(rows), credit
        self._order = order
        self._first = 0
        self.shares: list[Share] = []
        self._skip_paid()

    @property
    def oldest(self) -> Installment | None:
        """The oldest unpaid instalment."""
        return self.rows[self._first] if self._first < len(self.rows) else None

    def apply(self, entry: Entry) -> Allocation:
        """Apply the next entry; what it covered, or was put on."""
        if entry.type in CHARGES:
            return self._charge(entry.amount)
        if entry.type in PAYMENTS:
            return self._pay(entry.amount, entry.parts)
        return Allocation()

    def _charge(self, amount: int) -> Allocation:
        index = min(self._first, len(self.rows) - 1)
        row = self.rows[index]
        self.rows[index] = replace(row, penalty=row.penalty + amount)
        self._first = index
        credit, self.credit = self.credit, 0
        if credit:
            self._pay(credit)
        return Allocation(penalty=amount, first=row.number, last=row.number)

    def _pay(self, amount: int, named: NamedParts | None = None) -> Allocation:
        """Cover the parts that a payment names, and with all else the oldest instalments."""
        covered: dict[int, dict[Part, int]] = {}
        left = amount
        for part, wanted in named.items() if named else ():
            left -= wanted - self._cover((part,), wanted, covered)
        left = self._cover(self._order, left, covered)
        self.credit += left
        paid: dict[Part, int] = dict.fromkeys(self._order, 0)
        for index, here in sorted(covered.items()):
            self.shares.append(Share(self.rows[index].number, **here))
            for part, paid_here in here.items():
                paid[part] += paid_here
        numbers = [self.rows[index].number for index in covered]
        first, last = min(numbers, default=None), max(numbers, default=None)
        return Allocation(**paid, credit=left, first=first, last=last)

    def _cover(
        self, parts: Sequence[Part], amount: int, covered: dict[int, dict[Part, int]]
    ) -> int:
        """Pay these parts, of the oldest instalment first; what is left when all are paid.

        `covered` takes what was paid, by the instalment's index.
        """
        left, index = amount, self._first
        while left and index < len(self.rows):
            row = self.rows[index]
            here: dict[Part, int] = {}
            for part in parts:
                if paid := min(left, row.unpaid_part(part)):
                    here[part] = paid
                    left -= paid
            if here:
                self.rows[index] = row.pay(here)
                before = covered.setdefault(index, {})
                for part, paid in here.items():
                    before[part] = before.get(part, 0) + paid
            index += 1
        self._skip_paid()
        return left

    def _skip_paid(self) -> None:
        while self._first < len(self.rows) and not self.rows[self._first].unpaid:
            self._first += 1
