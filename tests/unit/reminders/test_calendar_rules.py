from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.planning.calendar_rules import ContactHours, next_opening
from reminders.planning.holiday_calendar import holidays_of

JAKARTA = ZoneInfo("Asia/Jakarta")
HOURS = ContactHours(frozenset(range(6)), time(8), time(20))
NATIONAL = holidays_of((), national=True, joint_leave=False)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-11-24T19:59", "2026-11-24T19:59"),
        ("2026-11-24T20:00", "2026-11-25T08:00"),
        ("2026-11-24T06:30", "2026-11-24T08:00"),
        ("2026-11-28T20:00", "2026-11-30T08:00"),
        ("2026-11-29T12:00", "2026-11-30T08:00"),
        ("2026-12-24T21:00", "2026-12-26T08:00"),
        ("2026-12-31T20:30", "2027-01-02T08:00"),
    ],
    ids=["opens", "last minute", "closes", "early", "to Monday", "Sunday", "Christmas", "New Year"],
)
def test_a_message_waits_for_the_first_allowed_moment(moment: str, found: str) -> None:
    assert next_opening(at(moment), HOURS, NATIONAL) == at(found)


def test_lebaran_is_waited_out_and_joint_leave_only_where_it_counts() -> None:
    eve = at("2026-03-20T20:00")
    assert next_opening(eve, HOURS, NATIONAL) == at("2026-03-23T08:00")
    with_leave = holidays_of((), national=True, joint_leave=True)
    assert next_opening(eve, HOURS, with_leave) == at("2026-03-25T08:00")
    own = holidays_of({date(2026, 3, 23)}, national=True, joint_leave=False)
    assert next_opening(eve, HOURS, own) == at("2026-03-24T08:00")


def test_holidays_can_be_worked_through() -> None:
    independence_day = at("2026-08-17T09:00")
    assert next_opening(independence_day, HOURS, NATIONAL) == at("2026-08-18T08:00")
    worked = holidays_of((), national=False, joint_leave=False)
    assert next_opening(independence_day, HOURS, worked) == independence_day


def test_where_every_day_is_off_there_is_no_moment() -> None:
    assert next_opening(at("2026-11-24T09:00"), HOURS, lambda _: True) is None


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 1)),
    st.times(),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 22),
    st.integers(1, 10),
)
def test_the_moment_found_is_allowed_and_none_before_it_is(
    day: date, clock: time, weekdays: set[int], opens: int, length: int
) -> None:
    closes = min(opens + length, 23)
    hours = ContactHours(frozenset(weekdays), time(opens), time(closes))
    moment = datetime.combine(day, clock, JAKARTA)
    found = next_opening(moment, hours, NATIONAL)
    assert found is not None

    def allowed(one: datetime) -> bool:
        return hours.is_open(one.date(), NATIONAL) and hours.opens <= one.time() < hours.closes

    assert allowed(found)
    assert found >= moment
    tried = moment
    while tried < found:
        assert not allowed(tried)
        tried += timedelta(hours=1)
