from datetime import UTC, datetime, timedelta

import pytest
from aws_croniter.exceptions import AwsCroniterExpressionError

from local.schedules import last_time
from local.template_properties import UnknownProperty

NOON = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)
DAILY = "cron(0 8 * * ? *)"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "found"),
    [
        ("Asia/Jakarta", "2026-11-24T00:59:59", "2026-11-23T01:00:00"),
        ("Asia/Jakarta", "2026-11-24T01:00:00", "2026-11-24T01:00:00"),
        ("Asia/Jakarta", "2026-11-24T01:00:59", "2026-11-24T01:00:00"),
        ("Asia/Makassar", "2026-11-24T00:30:00", "2026-11-24T00:00:00"),
        ("Asia/Jayapura", "2026-11-23T23:30:00", "2026-11-23T23:00:00"),
        ("Asia/Jakarta", "2028-02-29T20:00:00", "2028-02-29T01:00:00"),
        ("UTC", "2027-01-01T07:00:00", "2026-12-31T08:00:00"),
    ],
)
def test_a_cron_is_by_the_clock_of_its_zone(zone: str, now: str, found: str) -> None:
    assert last_time(DAILY, None, at(now), zone) == at(found)


def test_days_of_the_week_are_eventbridges() -> None:
    sundays = last_time("cron(30 6 ? * SUN *)", None, NOON, "UTC")
    assert sundays == at("2026-11-22T06:30:00")


def test_a_rate_begins_now_and_goes_on_from_its_last_time() -> None:
    assert last_time("rate(5 minutes)", None, NOON, "UTC") == NOON
    later = NOON + timedelta(minutes=17)
    assert last_time("rate(5 minutes)", NOON, later, "UTC") == NOON + timedelta(minutes=15)
    assert last_time("rate(1 hour)", NOON, later, "UTC") == NOON


@pytest.mark.parametrize("expression", ["at(2026-11-24T08:00:00)", "rate(5 weeks)", "0 8 * * *"])
def test_what_is_neither_cron_nor_rate_is_refused(expression: str) -> None:
    with pytest.raises(UnknownProperty, match="no schedule"):
        last_time(expression, None, NOON, "UTC")


def test_a_cron_that_eventbridge_would_refuse_is_refused() -> None:
    with pytest.raises(AwsCroniterExpressionError):
        last_time("cron(0 8 * * * *)", None, NOON, "UTC")
