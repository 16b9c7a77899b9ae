"""A day's portfolio in a few figures by office, as trends show it. Pure; whole rupiah."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from .aged_account import AgedAccount
from .portfolio_rules import AT_RISK, ratio


@dataclass(slots=True)
class PortfolioSummary:
    """Accounts with something unpaid on a day; `at_risk` is their principal by PAR (rupiah)."""

    count: int = 0
    late_count: int = 0
    overdue_amount: int = 0
    outstanding_principal: int = 0
    at_risk: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AT_RISK, 0))

    def add(self, other: "PortfolioSummary") -> None:
        """With those of another office, or of the same one's next accounts."""
        self.count += other.count
        self.late_count += other.late_count
        self.overdue_amount += other.overdue_amount
        self.outstanding_principal += other.outstanding_principal
        for name, amount in other.at_risk.items():
            self.at_risk[name] += amount

    def answer(self, day: str) -> dict[str, object]:
        """A TrendDay."""
        whole = self.outstanding_principal
        return {
            "date": day,
            "count": self.count,
            "late_count": self.late_count,
            "overdue_amount": self.overdue_amount,
            "outstanding_principal": whole,
            "par": {
                name: {"amount": amount, "ratio": ratio(amount, whole)}
                for name, amount in self.at_risk.items()
            },
        }


SummaryByOffice = dict[str, PortfolioSummary]
"""By office; NO_OFFICE for members of none."""

NO_OFFICE = "-"


def with_rows(sums: SummaryByOffice, rows: Iterable[AgedAccount], day: date) -> SummaryByOffice:
    """The sums with more accounts."""
    for row in rows:
        late = row.days_past_due(day)
        one = PortfolioSummary(1, int(late > 0), row.overdue, row.outstanding_principal)
        one.at_risk = {n: one.outstanding_principal * (late >= d) for n, d in AT_RISK.items()}
        sums.setdefault(row.office or NO_OFFICE, PortfolioSummary()).add(one)
    return sums


def of_offices(sums: SummaryByOffice, offices: Collection[str]) -> PortfolioSummary:
    """The whole of some offices, of all where none is named."""
    whole = PortfolioSummary()
    for office, one in sums.items():
        if not offices or office in offices:
            whole.add(one)
    return whole


def to_doc(sums: SummaryByOffice) -> dict[str, Any]:
    """As JSON values."""
    return {office: asdict(one) for office, one in sums.items()}


def from_doc(doc: Mapping[str, Any]) -> SummaryByOffice:
    """Read what to_doc wrote."""
    return {office: PortfolioSummary(**fields) for office, fields in doc.items()}
