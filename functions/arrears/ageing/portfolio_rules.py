"""The portfolio by how late it is: buckets, classes, portfolio at risk. Pure; whole rupiah.

PAR 30 is the outstanding principal of accounts more than 30 days past due over all that is
outstanding, 60 and 90 likewise; PAR 1 counts every account that is late at all, from its first day
on (the terms of microfinance; DESIGN "Arrears rules"). Grace and pauses change classes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.kernel.errors import Invalid

Bucket = tuple[int, int | None]
"""(first day past due, last one); the last bucket has no end."""

AT_RISK: dict[str, int] = {"1": 1, "30": 31, "60": 61, "90": 91}
"""The first day past due that counts."""


@dataclass(slots=True)
class Sum:
    """Accounts and what they owe."""

    count: int = 0
    overdue_amount: int = 0
    outstanding_principal: int = 0

    def add(self, overdue: int, principal: int) -> None:
        """One more account."""
        self.count += 1
        self.overdue_amount += overdue
        self.outstanding_principal += principal


@dataclass(slots=True)
class Ageing:
    """Sums by bucket, by class and at risk, as accounts are added one by one."""

    classes: Sequence[int]
    spans: Sequence[Bucket]
    buckets: tuple[Sum, ...] = field(init=False)
    by_class: dict[int, Sum] = field(init=False)
    at_risk: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AT_RISK, 0))
    total: Sum = field(default_factory=Sum)

    def __post_init__(self) -> None:
        self.by_class = {number: Sum() for number in self.classes}
        self.buckets = tuple(Sum() for _ in self.spans)

    def add(self, days_past_due: int, number: int, overdue: int, principal: int) -> None:
        """An account so many days past due, of this class."""
        self.total.add(overdue, principal)
        place = sum(days_past_due >= first for first, _ in self.spans) - 1
        self.buckets[place].add(overdue, principal)
        self.by_class[number].add(overdue, principal)
        for name, first in AT_RISK.items():
            if days_past_due >= first:
                self.at_risk[name] += principal

    def ratio(self, name: str) -> float:
        """Of 1, to four places; 0 where nothing is outstanding."""
        return ratio(self.at_risk[name], self.total.outstanding_principal)


def ratio(part: int, whole: int) -> float:
    """Of 1, to four places; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def buckets(bounds: Sequence[int]) -> tuple[Bucket, ...]:
    """The buckets that end with these days past due, and one for all beyond."""
    firsts = (0, *(bound + 1 for bound in bounds))
    return tuple(zip(firsts, (*bounds, None), strict=True))


def span_of(bucket: int, spans: Sequence[Bucket], as_of: date) -> tuple[date, date]:
    """The oldest unpaid due dates, first and last, of a bucket named by its first day."""
    for first, last in spans:
        if first == bucket:
            newest = as_of - timedelta(days=first) if first else date.max
            oldest = as_of - timedelta(days=last) if last is not None else date.min
            return oldest, newest
    choices = ", ".join(str(first) for first, _ in spans)
    raise Invalid("bucket", "not_one_of", bucket, choices=choices)
