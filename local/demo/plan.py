"""What the demo's members saved, borrowed and paid: a plan of dates and amounts, deterministic.

Money is whole rupiah. Balances older than the book (`Person.since`) are brought forward by one
deposit; what came later is a ledger of its own dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from shared.dates import add_months
from shared.financing import Financing

from .people import Person, chances

Method = Literal["flat", "annuity", "effective", "murabahah"]

_FORWARD = "Saldo awal pindahan"
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
class Movement:
    """One ledger entry of a savings account."""

    type: Literal["deposit", "withdrawal", "interest"]
    on: date
    amount: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Saving:
    """A savings account and its movements in order; `closed_on` after all was withdrawn."""

    product: str
    opened_on: date
    movements: tuple[Movement, ...]
    closed_on: date | None = None


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


def savings(person: Person, today: date) -> list[Saving]:
    """Pokok and wajib of everybody, sukarela and berjangka of some."""
    chance = chances("savings", person.member_no)
    last = today if person.status != "left" else today - timedelta(days=chance.randint(20, 90))
    kinds = [_pokok(person), _wajib(chance, person, last)]
    if chance.random() < 0.62:
        kinds.append(_sukarela(chance, person, last))
    if chance.random() < 0.14:
        kinds.append(_berjangka(chance, person, last))
    return [_closed(kind, last) for kind in kinds] if person.status == "left" else kinds


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


def _pokok(person: Person) -> Saving:
    note = None if person.since == person.joined_on else _FORWARD
    return Saving("pokok", person.joined_on, (Movement("deposit", person.since, 100_000, note),))


def _wajib(chance: Random, person: Person, last: date) -> Saving:
    monthly = chance.choice((20_000, 25_000, 25_000, 50_000, 100_000))
    stops = last if person.status == "active" else last - timedelta(days=chance.randint(60, 200))
    moves = list(_forward(person, monthly))
    moves += [
        Movement("deposit", min(month + timedelta(chance.randint(0, 9)), last), monthly)
        for month in _months(person.since, stops)
        if chance.random() < 0.94
    ]
    return Saving("wajib", person.joined_on, tuple(moves))


def _sukarela(chance: Random, person: Person, last: date) -> Saving:
    moves = list(_forward(person, chance.choice((15_000, 40_000, 75_000))))
    balance = sum(m.amount for m in moves)
    for month in _months(person.since, last):
        on = min(month + timedelta(chance.randint(0, 27)), last)
        if chance.random() < 0.25 and balance > 200_000:
            amount = chance.randint(1, balance // 60_000) * 50_000
            moves.append(Movement("withdrawal", on, amount))
            balance -= amount
        elif chance.random() < 0.7:
            amount = chance.choice((50_000, 75_000, 100_000, 150_000, 200_000, 500_000))
            moves.append(Movement("deposit", on, amount))
            balance += amount
    moves.sort(key=lambda m: (m.on, m.type))
    return Saving("sukarela", person.joined_on, tuple(moves))


def _berjangka(chance: Random, person: Person, last: date) -> Saving:
    amount = chance.choice((5, 10, 15, 25, 50, 100)) * 1_000_000
    opened = person.since
    moves = [Movement("deposit", opened, amount, "Simpanan berjangka 12 bulan, 6 % setahun")]
    moves += [Movement("interest", m, amount // 200, "Jasa bulanan") for m in _months(opened, last)]
    return Saving("berjangka", opened, tuple(moves))


def _closed(saving: Saving, on: date) -> Saving:
    signs = {"deposit": 1, "interest": 1, "withdrawal": -1}
    balance = sum(signs[m.type] * m.amount for m in saving.movements)
    out = Movement("withdrawal", on, balance, "Keluar dari keanggotaan")
    moves = (*saving.movements, out) if balance else saving.movements
    return Saving(saving.product, saving.opened_on, moves, closed_on=on)


def _forward(person: Person, monthly: int) -> Iterator[Movement]:
    months = (person.since - person.joined_on).days // 30
    if months:
        yield Movement("deposit", person.since, months * monthly, _FORWARD)


def _months(since: date, until: date) -> Iterator[date]:
    """The first of each month after `since`, up to `until`."""
    month = add_months(since.replace(day=1), 1)
    while month <= until:
        yield month
        month = add_months(month, 1)


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
