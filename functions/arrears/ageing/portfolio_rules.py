"""The portfolio by how late it is: buckets, classes, portfolio at risk. Pure; whole rupiah.

PAR 30 is the outstanding principal of accounts more than 30 days past due over all that is
outstanding, 60 and 90 likewise; PAR 1 counts every account that is late at all, from its first day
on (the usual terms of microfinance). Grace and pauses change classes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.kernel.errors import Invalid

AgeingBucket = tuple[int, int | None]
"""(first day past due, last one); the last bucket has no end."""

AT_RISK: dict[str, int] = {"1": 1, "30": 31, "60": 61, "90": 91}
"""The first day past due that counts."""


@dataclass(slots=True)
class PortfolioTotals:
    """How many accounts, what is overdue of them and their outstanding principal (rupiah)."""

    count: int = 0
    overdue_amount: int = 0
    outstanding_principal: int = 0

    def add(self, overdue: int, principal: int) -> None:
        """One more account."""
        self.count += 1
        self.overdue_amount += overdue
        self.outstanding_principal += principal


@dataclass(slots=True)
class PortfolioAgeing:
    """Totals by bucket, by class and at risk, as accounts are added one by one."""

    classes: Sequence[int]
    spans: Sequence[AgeingBucket]
    buckets: tuple[PortfolioTotals, ...] = field(init=False)
    by_class: dict[int, PortfolioTotals] = field(init=False)
    at_risk: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AT_RISK, 0))
    total: PortfolioTotals = field(default_factory=PortfolioTotals)

    def __post_init__(self) -> None:
        self.by_class = {number: PortfolioTotals() for number in self.classes}
        self.buckets = tuple(PortfolioTotals() for _ in self.spans)

    def add(self, days_past_due: int, number: int, overdue: int, principal: int) -> None:
        """An account so many days past due, of this class."""
        self.total.add(overdue, principal)
        bucket = sum(days_past_due >= first for first, _ in self.spans) - 1
        self.buckets[bucket].add(overdue, principal)
        self.by_class[number].add(overdue, principal)
        for name, first in AT_RISK.items():
            if days_past_due >= first:
                self.at_risk[name] += principal

    def ratio(self, name: str) -> float:
        """The share at risk of all that is outstanding, 0 to 1, rounded to four decimals."""
        return ratio(self.at_risk[name], self.total.outstanding_principal)


def ratio(part: int, whole: int) -> float:
    """A share, 0 to 1, rounded to four decimals; 0 where the whole is 0."""
    return round(part / whole, 4) if whole else 0.0


def buckets(bounds: Sequence[int]) -> tuple[AgeingBucket, ...]:
    """The buckets that end with these days past due, and one for all beyond."""
    firsts = (0, *(bound + 1 for bound in bounds))
    return tuple(zip(firsts, (*bounds, None), strict=True))


def span_of(bucket: int, spans: Sequence[AgeingBucket], as_of: date) -> tuple[date, date]:
    """The oldest unpaid due dates, first and last, of a bucket named by its first day."""
    for first, last in spans:
        if first == bucket:
            newest = as_of - timedelta(days=first) if first else date.max
            oldest = as_of - timedelta(days=last) if last is not None else date.min
            return oldest, newest
    choices = ", ".join(str(first) for first, _ in spans)
    raise Invalid("bucket", "not_one_of", bucket, choices=choices)
