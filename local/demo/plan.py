"""What the demo's members borrowed and paid: a plan of dates and amounts, deterministic."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from shared.domain.financing import Financing
from shared.kernel.dates import add_months

from .people import Person, chances

Method = Literal["flat", "annuity", "effective", "murabahah"]

_METHODS: tuple[Method, ...] = ("flat", "annuity", "effective", "murabahah")
_PRODUCTS: dict[Method, tuple[str, ...]] = {
    "flat": ("Modal Usaha", "Multiguna"),
    "annuity": ("Kepemilikan Motor", "Renovasi Rumah"),
    "effective": ("Modal Usaha", "Pendidikan"),
    "murabahah": ("Murabahah", "Murabahah Elektronik"),
}
_LATE: tuple[tuple[float, tuple[int, int]], ...] = (
    (0.64, (-28, 0)),
    (0.76, (1, 14)),
    (0.85, (22, 40)),
    (0.92, (75, 110)),
    (0.96, (125, 170)),
    (1.00, (190, 260)),
)


@dataclass(frozen=True, slots=True)
class Loan:
    """A financing account: its terms, and how its instalments were paid.

    The first `paid_count` instalments were paid on their due dates moved by `shifts` days. On
    `part_on`, `part` percent of the next one was paid and `penalty` rupiah charged, if any.
    """

    product: str
    method: Method
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


def loans(person: Person, today: date) -> list[Loan]:
    """One for half of the active members, two for a few; a newcomer has none yet."""
    chance = chances("loans", person.member_no)
    if person.status != "active" or chance.random() > 0.58:
        return []
    count = 2 if chance.random() < 0.08 else 1
    return [loan for _ in range(count) if (loan := _loan(chance, person, today))]


def payments(loan: Loan, schedule: Financing | None, today: date) -> list[dict[str, object]]:
    """The entries by which a loan was paid so far, by its schedule."""
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


def _loan(chance: Random, person: Person, today: date) -> Loan | None:
    """Anchored so that the first instalment that is not paid in full is late as drawn."""
    draw = chance.random()
    low, high = next(days for limit, days in _LATE if draw <= limit)
    unpaid_due = today - timedelta(days=chance.randint(low, high))
    tenor = chance.choice((6, 10, 12, 12, 18, 24, 24, 36))
    room = (unpaid_due - person.since).days // 31 - 1
    paid_off = low < 0 and chance.random() < 0.16 and room > 7
    if paid_off:
        tenor = chance.choice((6, 10)) if room > 10 else 6
    if room < 1:
        return None
    paid = tenor if paid_off else chance.randint(0, min(room, tenor - 1, 15))
    first_due = add_months(unpaid_due, -paid)
    method = chance.choice(_METHODS)
    late_by_much = high > 60
    part = chance.choice((0, 0, 30, 50)) if high > 0 else 0
    return Loan(
        product=chance.choice(_PRODUCTS[method]),
        method=method,
        opened_on=max(add_months(first_due, -1), person.joined_on),
        first_due_on=first_due,
        principal=chance.choice((2, 3, 5, 5, 8, 10, 15, 20, 30)) * 1_000_000,
        annual_rate=chance.choice((12, 15, 18, 18, 24)),
        tenor_months=tenor,
        grace_days=chance.choice((0, 0, 3, 7)),
        paid_count=paid,
        shifts=tuple(chance.choice((-3, -2, -1, 0, 0, 0, 0, 1, 2, 4)) for _ in range(paid)),
        part=part,
        part_on=min(unpaid_due + timedelta(days=6), today),
        penalty=25_000 if late_by_much and chance.random() < 0.6 else 0,
    )
