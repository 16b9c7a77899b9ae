from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.schedules import Terms, explicit, schedule
from shared.kernel.errors import Invalid
from shared.kernel.money import MAX_RUPIAH

FIRST = date(2026, 1, 31)


def terms(method: Any, principal: int, months: int, **more: Any) -> Terms:
    return Terms(method, principal, months, FIRST, **more)


def amounts(given: Terms) -> list[int]:
    return [i.amount for i in schedule(given).installments]


def test_flat_is_the_figure_of_the_facts() -> None:
    found = amounts(terms("flat", 1_000_000, 12, annual_rate=Decimal(12)))
    assert found == [93_333] * 11 + [93_337]


def test_murabahah_spreads_its_margin_equally() -> None:
    found = schedule(terms("murabahah", 10_000_000, 3, margin=1_000_000)).installments
    assert [(i.principal, i.margin) for i in found] == [
        (3_333_333, 333_333),
        (3_333_333, 333_333),
        (3_333_334, 333_334),
    ]


def test_an_annuity_gives_the_parts_that_fineract_publishes() -> None:
    """75.00 at 9.99 % over 6 months (LoanScheduleGeneratorTest, down payment), in hundredths."""
    found = schedule(terms("annuity", 7_500, 6, annual_rate=Decimal("9.99"))).installments
    assert [i.amount for i in found] == [1_287] * 5 + [1_285]
    assert [i.margin for i in found] == [62, 52, 42, 32, 21, 11]
    assert [i.principal for i in found] == [1_225, 1_235, 1_245, 1_255, 1_266, 1_274]


def test_an_annuity_agrees_with_the_formula_in_whole_numbers() -> None:
    """10,000,000 at 12 % over 12: 888,487.89 a month (the usual textbook figure)."""
    found = amounts(terms("annuity", 10_000_000, 12, annual_rate=Decimal(12)))
    assert found[:11] == [888_488] * 11
    assert abs(found[11] - 888_488) < 12


def test_effective_repays_equal_principal_with_interest_on_the_rest() -> None:
    found = schedule(terms("effective", 1_200_000, 12, annual_rate=Decimal(12))).installments
    assert [i.principal for i in found] == [100_000] * 12
    assert [i.margin for i in found] == list(range(12_000, 0, -1_000))


def test_a_rate_of_nothing_is_equal_instalments() -> None:
    for method in ("flat", "annuity", "effective", "murabahah"):
        assert amounts(terms(method, 1_000, 3, annual_rate=Decimal(0))) == [333, 333, 334]


def test_due_dates_keep_the_day_first_chosen() -> None:
    found = schedule(terms("flat", 100, 4, margin=0)).installments
    assert [str(i.due_on) for i in found] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        (terms("flat", 1_000, 3), "margin", "margin_or_rate"),
        (
            terms("murabahah", 1_000, 3, margin=1, annual_rate=Decimal(1)),
            "margin",
            "margin_or_rate",
        ),
        (terms("annuity", 1_000, 3), "annual_rate", "missing"),
        (terms("effective", 1_000, 3, margin=5), "margin", "needs_rate"),
        (terms("flat", 599, 600, margin=0), "principal", "at_least"),
        (
            terms("flat", MAX_RUPIAH, 600, annual_rate=Decimal(100)),
            "annual_rate",
            "margin_too_large",
        ),
        (
            replace(terms("flat", 1_000, 3, margin=0), first_due_on=date(9999, 11, 1)),
            "first_due_on",
            "beyond_calendar",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused_by_name(wrong: Terms, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedule(wrong)
    assert (refused.value.errors[0].field, refused.value.errors[0].code) == (field, code)


rates = st.decimals(0, 1000, places=2)


@given(
    st.sampled_from(["flat", "annuity", "effective", "murabahah"]),
    st.integers(1, 600),
    st.integers(1, 10**12),
    rates,
)
def test_a_schedule_sums_to_what_was_lent(
    method: str, months: int, principal: int, rate: Decimal
) -> None:
    given_terms = terms(method, max(principal, months), months, annual_rate=rate)
    found = schedule(given_terms)
    assert len(found.installments) == months
    assert found.principal == given_terms.principal
    for i in found.installments:
        assert i.principal >= 0
        assert i.margin >= 0
        assert i.amount > 0
    assert all(i.principal > 0 for i in found.installments) or method == "annuity"


@given(st.integers(1, 600), st.integers(600, 10**15), st.integers(0, 10**15))
def test_a_fixed_margin_is_spread_without_loss(months: int, principal: int, margin: int) -> None:
    found = schedule(terms("murabahah", principal, months, margin=margin))
    assert (found.principal, found.margin) == (principal, margin)
    assert min(i.margin for i in found.installments) >= 0


@given(st.integers(1, 120), st.integers(10**5, 10**10), st.decimals("0.01", 60, places=2))
def test_an_annuity_agrees_with_counting_in_fractions(
    months: int, principal: int, rate: Decimal
) -> None:
    """A second way: the present value of the equal instalments is what was lent."""
    from fractions import Fraction

    found = amounts(terms("annuity", principal, months, annual_rate=rate))
    monthly = Fraction(rate) / 1200
    worth = sum(
        (Fraction(due) / (1 + monthly) ** n for n, due in enumerate(found, start=1)), Fraction(0)
    )
    assert abs(worth - principal) <= months + 1
    assert len(set(found[:-1])) <= 1


DAYS = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]


def test_an_explicit_schedule_is_taken_as_it_is() -> None:
    found = explicit([(day, 100, 10) for day in DAYS], DAYS[0])
    assert [(i.number, i.due_on, i.amount) for i in found.installments] == [
        (1, DAYS[0], 110),
        (2, DAYS[1], 110),
        (3, DAYS[2], 110),
    ]


@pytest.mark.parametrize(
    ("parts", "field", "code"),
    [
        ([(DAYS[0], 0, 0)], "installments.0.principal", "more_than"),
        ([(DAYS[0], 1, 0), (DAYS[0], 1, 0)], "installments.1.due_on", "not_rising"),
        ([(date(2026, 1, 1), 1, 0)], "installments.0.due_on", "order"),
        ([(DAYS[0], 0, 5)], "installments", "nothing_lent"),
        ([(d, MAX_RUPIAH, 0) for d in DAYS[:2]], "installments", "sum_too_large"),
    ],
)
def test_an_explicit_schedule_that_cannot_be_is_refused(
    parts: list[tuple[date, int, int]], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        explicit(parts, DAYS[0])
    assert (refused.value.errors[0].field, refused.value.errors[0].code) == (field, code)
