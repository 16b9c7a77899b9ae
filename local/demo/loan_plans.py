"""What the demo's members borrowed and repaid. Dates and amounts follow from the day alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from shared.domain.financing import Financing
from shared.kernel.dates import add_months

from .people import Person, seeded_random

LoanMethod = Literal["flat", "annuity", "effective", "murabahah"]

_METHODS: tuple[LoanMethod, ...] = ("flat", "annuity", "effective", "murabahah")
_PRODUCTS: dict[LoanMethod, tuple[str, ...]] = {
    "flat": ("Modal Usaha", "Multiguna"),
    "annuity": ("Kepemilikan Motor", "Renovasi Rumah"),
    "effective": ("Modal Usaha", "Pendidikan"),
    "murabahah": ("Murabahah", "Murabahah Elektronik"),
}
_DAYS_LATE: tuple[tuple[float, tuple[int, int]], ...] = (
    (0.64, (-28, 0)),
    (0.76, (1, 14)),
    (0.85, (22, 40)),
    (0.92, (75, 110)),
    (0.96, (125, 170)),
    (1.00, (190, 260)),
)


@dataclass(frozen=True, slots=True)
class LoanPlan:
    """A financing account: its terms (whole rupiah, percent a year), and how it was repaid.

    The first `paid_count` instalments were paid on their due dates moved by `shifts` days. On
    `part_on`, `part` percent of the next one was paid and `penalty` rupiah charged, if any.
    """

    product: str
    method: LoanMethod
    opened_on: date
    first_due_on: date
    principal: int
    annual_rate: int
    tenor_months: int
    grace_days: int
    paid_count: int
    shifts: tuple[int, ...]
    part: int
    part_on: date
    penalty: int

    def late_days(self, today: date) -> int:
        """Days past due of the first instalment that is not paid in full; 0 or less: current."""
        if self.paid_count == self.tenor_months:
            return 0
        return (today - add_months(self.first_due_on, self.paid_count)).days


def loans(person: Person, today: date) -> list[LoanPlan]:
    """One loan for half of the active members, two for a few, none for newcomers."""
    rng = seeded_random("loans", person.member_no)
    if person.status != "active" or rng.random() > 0.58:
        return []
    count = 2 if rng.random() < 0.08 else 1
    return [loan for _ in range(count) if (loan := _loan(rng, person, today))]


def payments(loan: LoanPlan, schedule: Financing | None, today: date) -> list[dict[str, object]]:
    """The repayments and penalties of a loan up to today, as the API takes entries."""
    installments = schedule.installments if schedule else ()
    paid = [
        {
            "type": "repayment",
            "value_date": min(row.due_on + timedelta(days=shift), today),
            "amount": row.amount,
        }
        for row, shift in zip(installments, loan.shifts, strict=False)
    ]
    if loan.part:
        amount = installments[loan.paid_count].amount * loan.part // 100
        note = "Angsuran sebagian"
        paid.append(
            {"type": "repayment", "value_date": loan.part_on, "amount": amount, "note": note}
        )
    if loan.penalty:
        note = "Denda keterlambatan"
        paid.append(
            {"type": "penalty", "value_date": loan.part_on, "amount": loan.penalty, "note": note}
        )
    return paid


def _loan(rng: Random, person: Person, today: date) -> LoanPlan | None:
    """The first instalment that is not paid in full is as late as drawn from _DAYS_LATE; None where
    there was no time for a loan yet."""
    draw = rng.random()
    low, high = next(days for limit, days in _DAYS_LATE if draw <= limit)
    unpaid_due = today - timedelta(days=rng.randint(low, high))
    tenor = rng.choice((6, 10, 12, 12, 18, 24, 24, 36))
    room = (unpaid_due - person.recorded_since).days // 31 - 1
    paid_off = low < 0 and rng.random() < 0.16 and room > 7
    if paid_off:
        tenor = rng.choice((6, 10)) if room > 10 else 6
    if room < 1:
        return None
    paid = tenor if paid_off else rng.randint(0, min(room, tenor - 1, 15))
    first_due = add_months(unpaid_due, -paid)
    method = rng.choice(_METHODS)
    late_by_much = high > 60
    part = rng.choice((0, 0, 30, 50)) if high > 0 else 0
    return LoanPlan(
        product=rng.choice(_PRODUCTS[method]),
        method=method,
        opened_on=max(add_months(first_due, -1), person.joined_on),
        first_due_on=first_due,
        principal=rng.choice((2, 3, 5, 5, 8, 10, 15, 20, 30)) * 1_000_000,
        annual_rate=rng.choice((12, 15, 18, 18, 24)),
        tenor_months=tenor,
        grace_days=rng.choice((0, 0, 3, 7)),
        paid_count=paid,
        shifts=tuple(rng.choice((-3, -2, -1, 0, 0, 0, 0, 1, 2, 4)) for _ in range(paid)),
        part=part,
        part_on=min(unpaid_due + timedelta(days=6), today),
        penalty=25_000 if late_by_much and rng.random() < 0.6 else 0,
    )
