from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.collectability_history import (
    CollectabilityProfile,
    HeldProfile,
    History,
    profile_on,
    with_change,
)

SINCE_EVER = HeldProfile(profile="cooperative")
OJK = HeldProfile(from_=date(2026, 7, 1), profile="ojk")


def test_without_a_history_the_profile_always_held() -> None:
    assert profile_on((), date(2020, 1, 1), "ojk") == "ojk"


@pytest.mark.parametrize(
    ("day", "profile"),
    [(date(2020, 1, 1), "cooperative"), (date(2026, 6, 30), "cooperative"), (OJK.from_, "ojk")],
)
def test_a_profile_holds_from_its_day_on(day: date, profile: str) -> None:
    assert profile_on((SINCE_EVER, OJK), day, "ojk") == profile


def test_the_first_profile_held_before_its_own_day_too() -> None:
    assert profile_on((OJK,), date(2020, 1, 1), "cooperative") == "ojk"


profiles = st.sampled_from(["cooperative", "ojk"])
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.dictionaries(days, profiles, max_size=5), days, profiles, profiles, days)
def test_a_change_holds_from_its_day_up_to_the_next_and_leaves_earlier_days(
    held: dict[date, CollectabilityProfile],
    day: date,
    new: CollectabilityProfile,
    before: CollectabilityProfile,
    asked: date,
) -> None:
    history: History = tuple(HeldProfile(from_=d, profile=held[d]) for d in sorted(held))
    if history:
        history = (HeldProfile(profile=before), *history)
    changed = with_change(history, before, HeldProfile(from_=day, profile=new))
    until = min((d for d in held if d > day), default=date.max)
    expected = new if day <= asked < until else profile_on(history, asked, before)
    assert profile_on(changed, asked, before) == expected
