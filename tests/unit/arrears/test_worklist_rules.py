from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.collections.worklist_rules import WorklistCandidate as Candidate
from arrears.collections.worklist_rules import awaits_ledger, next_step, reason

TODAY = date(2026, 11, 24)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (Candidate(0, True), "due_today"),
        (Candidate(1, True), "newly_late"),
        (Candidate(7, True), "newly_late"),
        (Candidate(8, True), "no_contact"),
        (Candidate(3, True, ago(3)), None),
        (Candidate(3, True, ago(4)), "newly_late"),
        (Candidate(30, True, ago(6)), None),
        (Candidate(30, True, ago(7)), "no_contact"),
        (Candidate(30, False, ago(6)), "no_phone"),
        (Candidate(30, False, TODAY), None),
        (Candidate(3, False), "newly_late"),
        (Candidate(30, True, ago(6), mark="failed"), "undelivered"),
        (Candidate(30, True, ago(6), mark="unknown"), "undelivered"),
        (Candidate(0, True, mark="dead_number"), "dead_number"),
        (Candidate(30, True, promise_due=TODAY, mark="failed"), None),
        (
            Candidate(30, True, promise_due=ago(1), promise_status="broken", mark="failed"),
            "broken_promise",
        ),
        (Candidate(30, True, promise_due=TODAY), None),
        (Candidate(30, True, promise_due=ago(1), promise_status="partly"), "broken_promise"),
        (Candidate(30, True, promise_due=ago(1), promise_status="kept"), "no_contact"),
        (Candidate(0, True, promise_due=ago(1), promise_status="broken"), "broken_promise"),
    ],
)
def test_why_an_account_is_on_the_list(case: Candidate, why: str | None) -> None:
    assert reason(case, TODAY) == why


def after(outcome: str, days: int, *, next_on: date | None = None, late: int = 30) -> Candidate:
    return Candidate(late, True, ago(days), outcome, next_contact_on=next_on)


@pytest.mark.parametrize("outcome", ["no_answer", "left_message", "not_home", "wrong_number"])
def test_who_was_not_reached_is_on_the_list_the_next_day(outcome: str) -> None:
    assert reason(after(outcome, 0), TODAY) is None
    assert reason(after(outcome, 1), TODAY) == "not_reached"
    assert next_step(after(outcome, 1, late=9), "not_reached") in {"call", "add_phone"}


def test_who_was_reached_is_left_alone_for_a_week() -> None:
    assert reason(after("reached", 6), TODAY) is None
    assert reason(after("reached", 7), TODAY) == "no_contact"


def test_who_refused_goes_to_those_who_manage_at_once_and_until_the_next_contact() -> None:
    for days in (0, 1, 30):
        assert reason(after("refused", days), TODAY, manages=True) == "refused"
    assert reason(after("refused", 1), TODAY) is None
    assert reason(after("met", 1), TODAY, manages=True) is None
    assert next_step(after("refused", 0, late=3), "refused") == "visit"


def test_the_day_that_the_clerk_chose_decides() -> None:
    assert reason(after("no_answer", 3, next_on=TODAY + timedelta(1)), TODAY) is None
    assert reason(after("reached", 1, next_on=TODAY), TODAY) == "call_back"
    assert reason(after("reached", 20, next_on=ago(2)), TODAY) == "call_back"
    due_today = after("reached", 3, next_on=TODAY + timedelta(1), late=0)
    assert reason(due_today, TODAY) is None


def test_the_ledger_is_asked_only_of_a_promise_whose_date_passed_without_a_contact_since() -> None:
    assert awaits_ledger(None, ago(1), TODAY)
    assert awaits_ledger(ago(1), ago(1), TODAY)
    assert not awaits_ledger(ago(1), ago(2), TODAY)
    assert not awaits_ledger(None, TODAY, TODAY)


def test_a_wrong_number_is_mended_first() -> None:
    assert next_step(Candidate(90, True, outcome="wrong_number"), "no_contact") == "add_phone"
    assert next_step(Candidate(90, True, outcome="no_answer"), "no_contact") == "visit"


def test_what_a_sender_found_out_decides_the_step() -> None:
    assert next_step(Candidate(2, True, mark="dead_number"), "dead_number") == "add_phone"
    assert next_step(Candidate(2, True, mark="failed"), "undelivered") == "call"


@given(
    st.integers(0, 400),
    st.booleans(),
    st.none() | st.integers(0, 60).map(ago),
    st.none() | st.integers(-10, 60).map(ago),
)
def test_what_was_done_today_or_promised_is_never_on_the_list(
    days: int, phone: bool, contacted: date | None, promised: date | None
) -> None:
    found = reason(Candidate(days, phone, contacted, promise_due=promised), TODAY)
    if contacted == TODAY or (promised and promised >= TODAY):
        assert found is None
    elif contacted is None:
        assert found is not None
