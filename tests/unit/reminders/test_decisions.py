from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reminders.planning.decisions import DueStage, MemberFacts, decide, due_stages, skip_reason
from reminders.rules import Recipient, ReminderCandidate, SkipReason

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
SITI = "01JB0000000000000000000001"
REACHED = Recipient("Siti", None, "+6281234567890", None)
FACTS = MemberFacts(SITI, REACHED, (), NOW, "outside_hours", None)


def candidate(due_on: date, number: int = 3, *, paused: bool = False) -> ReminderCandidate:
    return ReminderCandidate(
        member_id=SITI,
        kind="installment",
        due_on=due_on,
        stages=(-3, -1, 0, 1, 7, 14, 30),
        amount=100,
        account_id=f"{SITI}.F01JB0000000000000000000023",
        number=number,
        paused=paused,
    )


def decided(
    one: ReminderCandidate, stage: int, facts: MemberFacts = FACTS, *, newest: int | None = None
) -> SkipReason | None:
    latest = stage if newest is None else newest
    return skip_reason(DueStage(one, one.at(stage), latest), facts, TODAY)


def since_friday(*candidates: ReminderCandidate) -> Sequence[DueStage]:
    return due_stages(candidates, date(2026, 11, 20), TODAY)


def test_only_the_newest_stage_speaks() -> None:
    one = candidate(date(2026, 11, 23))
    assert decided(one, 0, newest=1) == "superseded"
    assert decided(one, 1) is None


def test_why_a_member_or_an_account_is_not_written_to() -> None:
    gone = Recipient("Siti", None, None, "no_mobile_number")
    assert decided(candidate(TODAY), 0, replace(FACTS, recipient=gone)) == "no_mobile_number"
    assert decided(candidate(TODAY, paused=True), 0) == "paused"


def test_waiting_until_the_next_stages_day_is_no_use() -> None:
    due_tomorrow = candidate(TODAY + timedelta(days=1))
    due_in_three = candidate(TODAY + timedelta(days=3))
    tomorrow = replace(FACTS, opening=NOW + timedelta(days=1), why_later="holiday")
    assert decided(due_tomorrow, -1, tomorrow) == "holiday"
    assert decided(due_in_three, -3, tomorrow) is None
    assert decided(due_in_three, -3, replace(tomorrow, opening=None)) == "holiday"


def test_stages_since_the_first_day_are_in_the_order_of_their_due_dates() -> None:
    late, soon = candidate(date(2026, 11, 20), 1), candidate(date(2026, 11, 27), 2)
    found = [
        (stage.due.number, stage.due.stage, stage.newest) for stage in since_friday(soon, late)
    ]
    assert found == [(1, 0, 1), (1, 1, 1), (2, -3, -3)]


def test_each_stage_has_one_decision_and_at_most_so_many_are_made() -> None:
    late, soon = candidate(date(2026, 11, 20), 1), candidate(date(2026, 11, 27), 2)
    facts = replace(FACTS, stages=tuple(since_friday(late, soon)))
    found = [(one.due.stage, one.skip_reason) for one in decide(facts, TODAY)]
    assert found == [(0, "superseded"), (1, None), (-3, None)]
    assert len(decide(facts, TODAY, most=2)) == 2


def test_a_member_who_cannot_be_reached_gets_nothing() -> None:
    refused = replace(REACHED, refusal="opted_out")
    facts = replace(FACTS, recipient=refused, stages=tuple(since_friday(candidate(TODAY))))
    found = [one.skip_reason for one in decide(facts, TODAY)]
    assert found == ["superseded", "superseded", "opted_out"]
