import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.rules import Arrears, Pause, arrears, paused_days, with_pause, with_resume
from shared.domain.financing import Financing, new_schedule
from shared.domain.installments import Entry
from shared.kernel.errors import Conflict, Invalid
from tests.unit.ledger_strategies import OPENED, naive_unpaid, pauses, postings, schedules

SCENARIOS = json.loads((Path(__file__).parents[2] / "data/delinquency_scenarios.json").read_text())[
    "scenarios"
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def lent(*due: str) -> Financing:
    return new_schedule([(day(d), 100, 20) for d in due])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s["name"][:60])
def test_the_numbers_that_fineract_publishes(scenario: dict[str, Any]) -> None:
    schedule = new_schedule(
        [(day(due), int(amount), 0) for due, amount in scenario["installments"]]
    )
    posted: list[Entry] = []
    held: tuple[Pause, ...] = ()
    for number, event in enumerate(scenario["events"]):
        on = day(event["on"])
        match event["do"]:
            case "pause":
                held = with_pause(held, Pause(day(event["start"]), day(event["end"])))
            case "resume":
                held = with_resume(held, day(event["start"]))
            case "repay":
                amount = int(event["amount"])
                posted.append(Entry(f"{number:04}", "repayment", day(event["date"]), amount))
            case _:
                found = arrears(schedule.replay(posted, on), held, scenario["grace_days"], on)
                expected = (event["overdue_amount"], event["delinquent_days"])
                assert (found.overdue_amount, found.delinquent_days) == expected
                assert found.days_past_due == event["days_past_due"]


def test_two_days_on_2_february_for_31_january() -> None:
    """As in a test of Frappe Lending."""
    assert arrears(lent("2026-01-31"), (), 0, day("2026-02-02")).days_past_due == 2


def test_on_its_due_date_nothing_is_late() -> None:
    found = arrears(lent("2026-01-31", "2026-02-28"), (), 0, day("2026-01-31"))
    assert (found.days_past_due, found.overdue_amount, found.oldest_due_on) == (0, 0, None)
    assert found.next_due is not None
    assert found.next_due.number == 1


def test_overdue_is_split_and_next_due_is_what_is_not_overdue() -> None:
    state, _ = lent("2026-01-05", "2026-02-05", "2026-03-05").apply(
        Entry("1", "penalty", day("2026-01-20"), 7)
    )
    state, _ = state.apply(Entry("2", "repayment", day("2026-02-01"), 17))
    found = arrears(state, (), 3, day("2026-02-10"))
    assert (found.days_past_due, found.delinquent_days) == (36, 33)
    assert (found.overdue_principal, found.overdue_margin, found.overdue_penalty) == (200, 30, 0)
    assert found.overdue_amount == 230
    assert found.oldest_due_on == day("2026-01-05")
    assert found.next_due is not None
    assert found.next_due.number == 3
    assert found.outstanding_principal == 300


def test_a_closed_account_has_none_from_its_closing_on() -> None:
    closed = day("2026-03-01")
    for as_of in (closed, day("2026-04-01")):
        found = arrears(lent("2026-01-05"), (), 0, as_of, closed)
        assert found == Arrears(as_of, 0, 0, 0, (), None, 0)
    assert arrears(lent("2026-01-05"), (), 0, day("2026-02-01"), closed).days_past_due == 27


def test_a_backdated_payment_re_ages() -> None:
    schedule = lent("2026-01-05", "2026-02-05")
    paid = [Entry("1", "repayment", day("2026-01-04"), 120)]
    assert arrears(schedule.replay(paid, day("2026-02-01")), (), 0, day("2026-02-01")).overdue == ()
    as_of = day("2026-01-03")
    assert schedule.replay(paid, as_of).paid == 0


def test_pauses_may_touch_but_not_overlap() -> None:
    held = with_pause((), Pause(day("2026-03-01"), day("2026-04-01")))
    touching = with_pause(held, Pause(day("2026-02-01"), day("2026-03-01")))
    assert [p.start_on for p in touching] == [day("2026-02-01"), day("2026-03-01")]
    for start, end in (
        ("2026-03-31", "2026-05-01"),
        ("2026-01-01", "2026-02-02"),
        ("2026-02-10", "2026-02-11"),
        ("2026-01-01", "2026-12-31"),
    ):
        with pytest.raises(Conflict) as refused:
            with_pause(touching, Pause(day(start), day(end)))
        assert refused.value.errors[0].code == "pauses_overlap"


def test_a_pause_holds_at_least_a_day() -> None:
    with pytest.raises(Invalid):
        with_pause((), Pause(day("2026-03-01"), day("2026-03-01")))


def test_there_are_at_most_100_pauses() -> None:
    held = tuple(
        Pause(OPENED + timedelta(days=n), OPENED + timedelta(days=n + 1)) for n in range(100)
    )
    with pytest.raises(Conflict):
        with_pause(held, Pause(day("2027-01-01"), day("2027-01-02")))


def test_resuming_shortens_the_pause_that_holds_the_day() -> None:
    first = Pause(day("2026-01-01"), day("2026-02-01"))
    second = Pause(day("2026-02-01"), day("2026-03-01"))
    assert with_resume((first, second), day("2026-02-01")) == (first,)
    assert with_resume((first, second), day("2026-01-10")) == (
        Pause(day("2026-01-01"), day("2026-01-10")),
        second,
    )
    for outside in ("2025-12-31", "2026-03-01"):
        with pytest.raises(Conflict):
            with_resume((first, second), day(outside))


days = st.integers(-10, 700).map(lambda n: OPENED + timedelta(days=n))


@given(st.data(), days, st.integers(0, 40))
def test_arrears_at_any_date_agree_with_a_naive_second_reading(
    data: st.DataObject, as_of: date, grace: int
) -> None:
    schedule = data.draw(schedules())
    posted = data.draw(postings(schedule))
    held = data.draw(pauses())
    found = arrears(schedule.replay(posted, as_of), held, grace, as_of)

    unpaid = naive_unpaid(schedule, posted, as_of)
    late = [
        (i.due_on, left)
        for i, left in zip(schedule.installments, unpaid, strict=True)
        if sum(left.values()) and i.due_on < as_of
    ]
    walked = [OPENED + timedelta(days=n) for n in range(-40, 800)]
    counted = [d for d in walked if late and late[0][0] <= d < as_of]
    in_pause = [d for d in counted if any(p.start_on <= d < p.end_on for p in held)]
    assert found.days_past_due == len(counted)
    assert found.paused_days == len(in_pause)
    assert found.delinquent_days == max(0, len(counted) - len(in_pause) - grace)
    assert found.oldest_due_on == (late[0][0] if late else None)
    for part in ("principal", "margin", "penalty"):
        assert getattr(found, f"overdue_{part}") == sum(left[part] for _, left in late)
    assert found.overdue_amount == sum(sum(left.values()) for _, left in late)


@given(st.data(), days)
def test_a_pause_never_changes_days_past_due_or_what_is_overdue(
    data: st.DataObject, as_of: date
) -> None:
    state = data.draw(schedules())
    with_, without = arrears(state, data.draw(pauses()), 2, as_of), arrears(state, (), 2, as_of)
    assert with_.days_past_due == without.days_past_due
    assert with_.overdue == without.overdue
    assert with_.delinquent_days <= without.delinquent_days


@given(pauses(), days, days)
def test_resuming_leaves_the_days_before_it_paused_and_none_after(
    held: tuple[Pause, ...], on: date, oldest: date
) -> None:
    if not any(p.start_on <= on < p.end_on for p in held):
        return
    after = with_resume(held, on)
    assert all(p.end_on > p.start_on for p in after)
    assert paused_days(after, oldest, on) == paused_days(held, oldest, on)
    assert not any(p.start_on <= on < p.end_on for p in after)
