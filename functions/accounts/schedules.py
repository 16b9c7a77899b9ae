"""Instalment schedules. Pure; money in whole rupiah, rates in percent a year, dates monthly.

The parts of a schedule always sum to what was lent and to its margin: the last instalment takes
the rounding. No part is negative, and every instalment repays at least one rupiah.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Literal

from shared.domain.financing import Financing, new_schedule
from shared.kernel.dates import add_months
from shared.kernel.errors import Invalid
from shared.kernel.money import MAX_RUPIAH, rupiah

Method = Literal["flat", "annuity", "effective", "murabahah", "explicit"]

MAX_INSTALLMENTS = 600
_DIGITS = 60
_MONTHLY_PERCENT = 1200


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: principal in rupiah, and either a margin in rupiah or an annual rate."""

    method: Literal["flat", "annuity", "effective", "murabahah"]
    principal: int
    tenor_months: int
    first_due_on: date
    margin: int | None = None
    annual_rate: Decimal | None = None


def schedule(terms: Terms) -> Financing:
    """The monthly schedule of the terms; Invalid names the term that cannot be."""
    if terms.principal < terms.tenor_months:
        raise Invalid("principal", "at_least", terms.principal, limit=terms.tenor_months)
    match terms.method:
        case "flat" | "murabahah":
            parts = _fixed_margin(terms)
        case "annuity":
            parts = _annuity(terms, _rate(terms))
        case "effective":
            parts = _declining(terms, _rate(terms))
    margin = sum(m for _, m in parts)
    if margin > MAX_RUPIAH:
        raise Invalid(
            "annual_rate", "margin_too_large", str(terms.annual_rate), limit=rupiah(MAX_RUPIAH)
        )
    dates = _dates(terms.first_due_on, terms.tenor_months)
    return new_schedule([(due, *part) for due, part in zip(dates, parts, strict=True)])


def explicit(installments: Sequence[tuple[date, int, int]], opened_on: date) -> Financing:
    """A schedule from (due date, principal, margin) of each instalment, as another system has it.

    Dates must rise, from the opening on; each instalment must be something.
    """
    for place, (due, principal, margin) in enumerate(installments):
        if principal + margin == 0:
            raise Invalid(f"installments.{place}.principal", "more_than", 0, limit=0)
        if due < opened_on:
            raise Invalid(f"installments.{place}.due_on", "order", str(due), other="opened_on")
    for place, (before, after) in enumerate(pairwise(installments), start=1):
        if after[0] <= before[0]:
            raise Invalid(f"installments.{place}.due_on", "not_rising", str(after[0]))
    lent, margin = sum(p for _, p, _ in installments), sum(m for _, _, m in installments)
    if max(lent, margin) > MAX_RUPIAH:
        raise Invalid("installments", "sum_too_large", max(lent, margin), limit=rupiah(MAX_RUPIAH))
    if lent == 0:
        raise Invalid("installments", "nothing_lent")
    return new_schedule(installments)


def _rate(terms: Terms) -> Decimal:
    """The annual rate, where the method needs one."""
    if terms.margin is not None:
        raise Invalid("margin", "needs_rate", terms.margin, method=terms.method)
    if terms.annual_rate is None:
        raise Invalid("annual_rate", "missing")
    return terms.annual_rate


def _fixed_margin(terms: Terms) -> list[tuple[int, int]]:
    """Principal and margin spread equally; a rate is on the first principal for the whole tenor.

    Flat: principal / n + principal x annual rate / 12. Murabahah: the margin is part of
    the price, agreed once.
    """
    if (terms.margin is None) == (terms.annual_rate is None):
        raise Invalid("margin", "margin_or_rate", terms.margin)
    months = terms.tenor_months
    if terms.annual_rate is None:
        margin = terms.margin or 0
    else:
        margin = _rounded(terms.principal * terms.annual_rate * months / _MONTHLY_PERCENT)
    return list(zip(_spread(terms.principal, months, 1), _spread(margin, months, 0), strict=True))


def _annuity(terms: Terms, annual_rate: Decimal) -> list[tuple[int, int]]:
    """Equal instalments: principal x r / (1 - (1 + r)^-n), interest on what is still owed."""
    months, owed = terms.tenor_months, terms.principal
    with localcontext(prec=_DIGITS):
        rate = annual_rate / _MONTHLY_PERCENT
        share = rate / (1 - (1 + rate) ** -months) if rate else Decimal(1) / months
        due, parts = _rounded(owed * share), []
        for later in range(months - 1, -1, -1):
            interest = _rounded(owed * rate)
            principal = min(max(due - interest, 0), owed - later) if later else owed
            parts.append((principal, interest))
            owed -= principal
    return parts


def _declining(terms: Terms, annual_rate: Decimal) -> list[tuple[int, int]]:
    """Equal principal, interest on what is still owed."""
    parts, owed = [], terms.principal
    for principal in _spread(terms.principal, terms.tenor_months, 1):
        parts.append((principal, _rounded(owed * annual_rate / _MONTHLY_PERCENT)))
        owed -= principal
    return parts


def _spread(total: int, months: int, least: int) -> list[int]:
    """Equal parts, rounded, the last taking the difference; rounded down where that is too little.

    `least` is what the last part must be at least.
    """
    part = (2 * total + months) // (2 * months)
    if total - part * (months - 1) < least:
        part = total // months
    return [part] * (months - 1) + [total - part * (months - 1)]


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _dates(first: date, months: int) -> list[date]:
    try:
        return [add_months(first, month) for month in range(months)]
    except ValueError as error:
        raise Invalid("first_due_on", "beyond_calendar", str(first)) from error
