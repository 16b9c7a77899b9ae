from datetime import date, timedelta

import pytest

from shared.domain.contributions import Contributions, Missed

MONTHLY = 25_000


def contributions(opened_on: str = "2026-01-05", due_day: int = 10) -> Contributions:
    return Contributions(MONTHLY, due_day, date.fromisoformat(opened_on))


def missed(balance: int, as_of: str, opened_on: str = "2026-01-05", due_day: int = 10) -> Missed:
    return contributions(opened_on, due_day).missed(balance, date.fromisoformat(as_of))


def test_on_its_due_day_nothing_is_missed_and_the_day_after_it_is() -> None:
    on_the_day = missed(0, "2026-01-10")
    assert (on_the_day.months, on_the_day.amount, on_the_day.since) == (0, 0, None)
    assert on_the_day.next_due_on == date(2026, 1, 10)
    after = missed(0, "2026-01-11")
    assert (after.months, after.amount, after.days_past_due) == (1, MONTHLY, 1)
    assert (after.since, after.next_due_on) == (date(2026, 1, 10), date(2026, 2, 10))


@pytest.mark.parametrize(
    ("opened_on", "first"),
    [("2026-01-10", "2026-01-10"), ("2026-01-11", "2026-02-10"), ("2026-12-31", "2027-01-10")],
)
def test_the_first_is_due_on_the_first_due_day_from_the_opening_on(
    opened_on: str, first: str
) -> None:
    assert contributions(opened_on).due_on(0) == date.fromisoformat(first)


def test_deposits_pay_the_oldest_months_first() -> None:
    found = missed(3 * MONTHLY, "2026-06-30")
    assert (found.months, found.amount) == (3, 3 * MONTHLY)
    assert (found.since, found.days_past_due) == (date(2026, 4, 10), 81)


def test_a_partly_paid_month_is_missed_but_for_its_part() -> None:
    found = missed(3 * MONTHLY + 10_000, "2026-06-30")
    assert (found.months, found.amount, found.part) == (3, 3 * MONTHLY - 10_000, 10_000)
    assert found.since == date(2026, 4, 10)


def test_who_paid_ahead_missed_nothing() -> None:
    found = missed(9 * MONTHLY, "2026-06-30")
    assert found == Missed(next_due_on=date(2026, 10, 10))


def test_month_ends_keep_their_day_and_february_has_its_own() -> None:
    each = contributions("2027-11-30", due_day=31)
    due = [str(each.due_on(number)) for number in range(5)]
    assert due == ["2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
    assert str(contributions("2027-02-01", due_day=30).due_on(0)) == "2027-02-28"


def test_the_leap_day_is_a_due_day_like_another() -> None:
    assert missed(0, "2028-02-29", "2028-02-29", 29).months == 0
    assert missed(0, "2028-03-01", "2028-02-29", 29).months == 1
    assert missed(MONTHLY, "2028-03-29", "2028-02-29", 29).months == 0
    assert str(contributions("2028-02-29", 29).due_on(12)) == "2029-02-28"


def test_before_the_opening_nothing_is_owed() -> None:
    assert missed(0, "2025-06-30").months == 0
    assert missed(0, "0001-01-01").months == 0


def test_a_balance_below_0_owes_no_more_than_every_month() -> None:
    assert missed(-50_000, "2026-03-31").amount == 3 * MONTHLY


def test_the_calendar_ends_and_nothing_breaks() -> None:
    ahead = contributions().missed(10**15, date(2026, 6, 30))
    assert ahead == Missed()
    assert contributions().missed(0, date.max).next_due_on is None


@pytest.mark.parametrize("due_day", [1, 10, 28, 29, 30, 31])
@pytest.mark.parametrize("opened_on", ["2026-01-01", "2026-01-31", "2027-02-28", "2028-02-29"])
def test_what_is_missed_is_what_was_due_and_is_not_paid_on_every_day(
    opened_on: str, due_day: int
) -> None:
    each = contributions(opened_on, due_day)
    due = [each.due_on(number) for number in range(40)]
    assert due[0] is not None
    assert due[0] >= each.opened_on
    for day in range(800):
        as_of = each.opened_on + timedelta(days=day)
        passed = [d for d in due if d is not None and d < as_of]
        assert each.due_before(as_of) == len(passed)
        for paid in (0, 2, 7):
            balance = paid * MONTHLY + 1_000
            found = each.missed(balance, as_of)
            assert found.months == max(len(passed) - paid, 0)
            assert found.amount == max(len(passed) * MONTHLY - balance, 0)
