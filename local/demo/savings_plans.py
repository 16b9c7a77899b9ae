"""What the demo's members saved. Dates and amounts (whole rupiah) follow from the day alone.

A balance older than `Person.recorded_since` is brought forward as one deposit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Literal

from shared.domain.contributions import DEFAULT_DUE_DAY, Contributions
from shared.kernel.dates import add_months

from .people import Person, seeded_random

_BROUGHT_FORWARD = "Saldo awal pindahan"
_TENOR = 12
CATCH_UP_SHARE = 0.9
"""The share of members who pay a missed contribution later."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One ledger entry of a savings account."""

    type: Literal["deposit", "withdrawal", "interest"]
    on: date
    amount: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SavingsPlan:
    """A savings account and its movements in order of date; closed accounts hold nothing."""

    product: str
    opened_on: date
    movements: tuple[Movement, ...]
    monthly_amount: int | None = None
    tenor_months: int | None = None
    matures_on: date | None = None
    closed_on: date | None = None


def savings(person: Person, today: date) -> list[SavingsPlan]:
    """Principal and mandatory savings of everybody; voluntary savings and term deposits of some."""
    rng = seeded_random("savings", person.member_no)
    last = today if person.status != "left" else today - timedelta(days=rng.randint(20, 90))
    kinds = [_pokok(person), _wajib(rng, person, last)]
    if rng.random() < 0.62:
        kinds.append(_sukarela(rng, person, last))
    if rng.random() < 0.14:
        kinds.append(_berjangka(rng, person, last))
    return [_closed(kind, last) for kind in kinds] if person.status == "left" else kinds


def _pokok(person: Person) -> SavingsPlan:
    note = None if person.recorded_since == person.joined_on else _BROUGHT_FORWARD
    return SavingsPlan(
        "pokok", person.joined_on, (Movement("deposit", person.recorded_since, 100_000, note),)
    )


def _wajib(rng: Random, person: Person, last: date) -> SavingsPlan:
    monthly = rng.choice((20_000, 25_000, 25_000, 50_000, 100_000))
    stops = last if person.status == "active" else last - timedelta(days=rng.randint(60, 200))
    catches_up = seeded_random("wajib", person.member_no).random() < CATCH_UP_SHARE
    contributions = Contributions(monthly, DEFAULT_DUE_DAY, person.joined_on)
    owed = contributions.due_before(add_months(person.recorded_since.replace(day=1), 1))
    note = None if person.recorded_since == person.joined_on else _BROUGHT_FORWARD
    movements = [Movement("deposit", person.recorded_since, owed * monthly, note)] if owed else []
    owed = 0
    for month in _months(person.recorded_since, stops):
        owed = owed + 1 if catches_up else 1
        on = min(month + timedelta(rng.randint(0, 9)), last)
        if rng.random() < (0.94 if catches_up else 0.6):
            movements.append(Movement("deposit", on, owed * monthly))
            owed = 0
    return SavingsPlan("wajib", person.joined_on, tuple(movements), monthly_amount=monthly)


def _sukarela(rng: Random, person: Person, last: date) -> SavingsPlan:
    movements = list(_brought_forward(person, rng.choice((15_000, 40_000, 75_000))))
    balance = sum(m.amount for m in movements)
    for month in _months(person.recorded_since, last):
        on = min(month + timedelta(rng.randint(0, 27)), last)
        if rng.random() < 0.25 and balance > 200_000:
            amount = rng.randint(1, balance // 60_000) * 50_000
            movements.append(Movement("withdrawal", on, amount))
            balance -= amount
        elif rng.random() < 0.7:
            amount = rng.choice((50_000, 75_000, 100_000, 150_000, 200_000, 500_000))
            movements.append(Movement("deposit", on, amount))
            balance += amount
    movements.sort(key=lambda m: (m.on, m.type))
    return SavingsPlan("sukarela", person.joined_on, tuple(movements))


def _berjangka(rng: Random, person: Person, last: date) -> SavingsPlan:
    amount = rng.choice((5, 10, 15, 25, 50, 100)) * 1_000_000
    opened, matures = _term(person, last)
    movements = [Movement("deposit", opened, amount, "Simpanan berjangka 12 bulan, 6 % setahun")]
    movements += [
        Movement("interest", m, amount // 200, "Jasa bulanan") for m in _months(opened, last)
    ]
    return SavingsPlan(
        "berjangka", opened, tuple(movements), tenor_months=_TENOR, matures_on=matures
    )


def _term(person: Person, last: date) -> tuple[date, date]:
    """(opened, matures): 12 months, renewed where they have passed; a third matures soon."""
    rng = seeded_random("berjangka", person.member_no)
    soon = last + timedelta(days=rng.randint(0, 15))
    opened = add_months(soon, -_TENOR)
    if rng.random() < 0.34 and opened >= person.recorded_since:
        return opened, soon
    opened = person.recorded_since
    return opened, next(day for day in _terms(opened) if day > last)


def _terms(opened: date) -> Iterator[date]:
    return (add_months(opened, _TENOR * times) for times in count(1))


def _closed(saving: SavingsPlan, on: date) -> SavingsPlan:
    signs = {"deposit": 1, "interest": 1, "withdrawal": -1}
    balance = sum(signs[m.type] * m.amount for m in saving.movements)
    out = Movement("withdrawal", on, balance, "Keluar dari keanggotaan")
    movements = (*saving.movements, out) if balance else saving.movements
    return replace(saving, movements=movements, closed_on=on)


def _brought_forward(person: Person, monthly: int) -> Iterator[Movement]:
    months = (person.recorded_since - person.joined_on).days // 30
    if months:
        yield Movement("deposit", person.recorded_since, months * monthly, _BROUGHT_FORWARD)


def _months(since: date, until: date) -> Iterator[date]:
    """The first of each month after `since`, up to `until`."""
    month = add_months(since.replace(day=1), 1)
    while month <= until:
        yield month
        month = add_months(month, 1)
