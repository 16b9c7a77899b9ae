from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.message import ReminderChannel
from reminders.rules import ConsentState, ReminderCandidate, refusal

STAGES = (-3, -1, 0, 1, 7, 14, 30)
TODAY = date(2026, 11, 24)


def candidate(due_on: date, *, paused: bool = False) -> ReminderCandidate:
    return ReminderCandidate(
        member_id="01JB0000000000000000000001",
        kind="installment",
        due_on=due_on,
        stages=STAGES,
        amount=100,
        account_id="01JB0000000000000000000001.F01JB0000000000000000000023",
        number=3,
        paused=paused,
    )


@pytest.mark.parametrize(
    ("due_on", "stages"),
    [
        ("2026-11-27", [-3]),
        ("2026-11-26", []),
        ("2026-11-24", [0]),
        ("2026-11-23", [1]),
        ("2026-10-25", [30]),
        ("2026-10-24", []),
    ],
)
def test_a_stage_is_due_on_its_day(due_on: str, stages: list[int]) -> None:
    assert candidate(date.fromisoformat(due_on)).stages_between(TODAY, TODAY) == stages


def test_month_ends_and_leap_days_are_counted_in_days() -> None:
    leap = candidate(date(2028, 2, 29))
    assert leap.stages_between(date(2028, 2, 26), date(2028, 2, 26)) == [-3]
    assert leap.stages_between(date(2028, 3, 1), date(2028, 3, 1)) == [1]
    assert leap.stages_between(date(2028, 3, 30), date(2028, 3, 30)) == [30]
    year_end = candidate(date(2026, 12, 31))
    assert year_end.stages_between(date(2027, 1, 1), date(2027, 1, 7)) == [1, 7]


@given(st.integers(0, 60), st.integers(0, 60), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_days_one_after_the_other_see_each_stage_once(gap: int, more: int, due_on: date) -> None:
    one, first = candidate(due_on), due_on - timedelta(days=10)
    middle = first + timedelta(days=gap)
    last = middle + timedelta(days=more)
    whole = one.stages_between(first, last)
    assert (
        one.stages_between(first, middle) + one.stages_between(middle + timedelta(days=1), last)
        == whole
    )


@pytest.mark.parametrize(
    ("channel", "consent", "to", "found"),
    [
        ("manual", "unknown", "+628", None),
        ("manual", "granted", "+628", None),
        ("manual", "withdrawn", "+628", "opted_out"),
        ("whatsapp", "unknown", "+628", "no_consent"),
        ("whatsapp", "granted", "+628", None),
        ("whatsapp", "granted", None, "no_mobile_number"),
        ("email", "granted", None, "no_email"),
        ("email", "withdrawn", "a@b.id", "opted_out"),
    ],
)
def test_a_machine_needs_consent_and_a_hand_needs_no_refusal(
    channel: ReminderChannel, consent: ConsentState, to: str | None, found: str | None
) -> None:
    assert refusal(channel, deceased=False, consent=consent, to=to, dead=False) == found


def test_the_dead_and_dead_numbers_get_nothing() -> None:
    assert refusal("manual", deceased=True, consent="granted", to="+628", dead=False) == "deceased"
    assert refusal("manual", deceased=False, consent="granted", to="+628", dead=True) == (
        "dead_number"
    )
