"""What the demo's members saved: a plan of dates and amounts, deterministic.

Money is whole rupiah. Balances older than the book (`Person.since`) are brought forward by one
deposit; what came later is a ledger of its own dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Literal

from shared.domain.contributions import DEFAULT_DUE_DAY, Contributions
from shared.kernel.dates import add_months

from .people import Person, chances

_FORWARD = "Saldo awal pindahan"
_TENOR = 12
MAKE_UP = 0.9
"""The part of the members who make up for a contribution that they missed."""


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
    monthly_amount: int | None = None
    tenor_months: int | None = None
    matures_on: date | None = None
    closed_on: date | None = None


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


def _pokok(person: Person) -> Saving:
    note = None if person.since == person.joined_on else _FORWARD
    return Saving("pokok", person.joined_on, (Movement("deposit", person.since, 100_000, note),))


def _wajib(chance: Random, person: Person, last: date) -> Saving:
    monthly = chance.choice((20_000, 25_000, 25_000, 50_000, 100_000))
    stops = last if person.status == "active" else last - timedelta(days=chance.randint(60, 200))
    makes_up = chances("wajib", person.member_no).random() < MAKE_UP
    contributions = Contributions(monthly, DEFAULT_DUE_DAY, person.joined_on)
    owed = contributions.due_before(add_months(person.since.replace(day=1), 1))
    note = None if person.since == person.joined_on else _FORWARD
    moves = [Movement("deposit", person.since, owed * monthly, note)] if owed else []
    owed = 0
    for month in _months(person.since, stops):
        owed = owed + 1 if makes_up else 1
        on = min(month + timedelta(chance.randint(0, 9)), last)
        if chance.random() < (0.94 if makes_up else 0.6):
            moves.append(Movement("deposit", on, owed * monthly))
            owed = 0
    return Saving("wajib", person.joined_on, tuple(moves), monthly_amount=monthly)


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
    opened, matures = _term(person, last)
    moves = [Movement("deposit", opened, amount, "Simpanan berjangka 12 bulan, 6 % setahun")]
    moves += [Movement("interest", m, amount // 200, "Jasa bulanan") for m in _months(opened, last)]
    return Saving("berjangka", opened, tuple(moves), tenor_months=_TENOR, matures_on=matures)


def _term(person: Person, last: date) -> tuple[date, date]:
    """(opened, matures): 12 months, renewed where they have passed; a third matures soon."""
    chance = chances("berjangka", person.member_no)
    soon = last + timedelta(days=chance.randint(0, 15))
    opened = add_months(soon, -_TENOR)
    if chance.random() < 0.34 and opened >= person.since:
        return opened, soon
    opened = person.since
    return opened, next(day for day in _terms(opened) if day > last)


def _terms(opened: date) -> Iterator[date]:
    return (add_months(opened, _TENOR * times) for times in count(1))


def _closed(saving: Saving, on: date) -> Saving:
    signs = {"deposit": 1, "interest": 1, "withdrawal": -1}
    balance = sum(signs[m.type] * m.amount for m in saving.movements)
    out = Movement("withdrawal", on, balance, "Keluar dari keanggotaan")
    moves = (*saving.movements, out) if balance else saving.movements
    return replace(saving, movements=moves, closed_on=on)


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
