"""How late a financing account is as of any date. Pure; days, and whole rupiah.

Source: Apache Fineract, LoanDelinquencyDomainServiceImpl; its published numbers are tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.domain.financing import Financing
from shared.domain.installments import Installment
from shared.kernel.errors import Conflict, Invalid

MAX_PAUSES = 100


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """Days that do not count as delinquent: from start_on up to, not including, end_on."""

    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class Arrears:
    """Where an account stands. Dates and `next_due` are None, lists empty, where nothing is so."""

    as_of: date
    days_past_due: int
    delinquent_days: int
    paused_days: int
    overdue: tuple[Installment, ...]
    next_due: Installment | None
    outstanding_principal: int

    @property
    def oldest_due_on(self) -> date | None:
        return self.overdue[0].due_on if self.overdue else None

    @property
    def overdue_principal(self) -> int:
        return sum(i.unpaid_principal for i in self.overdue)

    @property
    def overdue_margin(self) -> int:
        return sum(i.unpaid_margin for i in self.overdue)

    @property
    def overdue_penalty(self) -> int:
        return sum(i.unpaid_penalty for i in self.overdue)

    @property
    def overdue_amount(self) -> int:
        return sum(i.unpaid for i in self.overdue)


def arrears(
    financing: Financing,
    pauses: Sequence[Pause],
    grace_days: int,
    as_of: date,
    closed_on: date | None = None,
) -> Arrears:
    """The arrears of a state as of the date up to which it was replayed; a closed account: none.

    Delinquent days are the days past due without grace and paused days, not below 0; a pause never
    changes the days past due.
    """
    if closed_on and closed_on <= as_of:
        return Arrears(as_of, 0, 0, 0, (), None, 0)
    overdue = financing.overdue(as_of)
    past_due = paused = 0
    if overdue:
        oldest = overdue[0].due_on
        past_due = (as_of - oldest).days
        paused = paused_days(pauses, oldest, as_of)
    return Arrears(
        as_of,
        past_due,
        max(past_due - grace_days - paused, 0),
        paused,
        overdue,
        financing.next_due(as_of),
        financing.outstanding_principal,
    )


def days_late(installment: Installment, as_of: date) -> int:
    """Days past due of one overdue instalment."""
    return (as_of - installment.due_on).days


def paused_days(pauses: Sequence[Pause], oldest_due_on: date, as_of: date) -> int:
    """Days of [max(start, oldest due date), min(end, as_of)); pauses never overlap."""
    spans = ((min(p.end_on, as_of) - max(p.start_on, oldest_due_on)).days for p in pauses)
    return sum(days for days in spans if days > 0)


def with_pause(pauses: Sequence[Pause], new: Pause) -> tuple[Pause, ...]:
    """With one more pause, backdated or not; one that overlaps another is refused."""
    if new.end_on <= new.start_on:
        raise Invalid("end_on", "not_after", str(new.end_on), other="start_on")
    for other in pauses:
        if new.start_on < other.end_on and other.start_on < new.end_on:
            span = {"start": str(other.start_on), "end": str(other.end_on)}
            raise Conflict("start_on", "pauses_overlap", str(new.start_on), **span)
    if len(pauses) == MAX_PAUSES:
        raise Conflict("start_on", "too_many", limit=MAX_PAUSES)
    return tuple(sorted([*pauses, new]))


def with_resume(pauses: Sequence[Pause], on: date) -> tuple[Pause, ...]:
    """The pause that holds the day ends on it; one that would hold no day disappears.

    Of two pauses that touch, a day on the boundary belongs to the later one.
    """
    holding = next((p for p in pauses if p.start_on <= on < p.end_on), None)
    if holding is None:
        raise Conflict("on", "not_paused", str(on))
    kept = [p for p in pauses if p != holding]
    if on > holding.start_on:
        kept.append(replace(holding, end_on=on))
    return tuple(sorted(kept))
