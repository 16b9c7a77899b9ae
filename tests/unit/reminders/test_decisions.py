from datetime import date, datetime
from zoneinfo import ZoneInfo

from reminders.planning.decisions import MemberFacts, decide, due_stages
from reminders.rules import Recipient, ReminderCandidate, SkipReason

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
SITI = "01JB0000000000000000000001"


def candidate(due_on: date, number: int) -> ReminderCandidate:
    return ReminderCandidate(
        member_id=SITI,
        kind="installment",
        due_on=due_on,
        stages=(-3, 0, 1, 7),
        amount=100,
        account_id=f"{SITI}.F01JB0000000000000000000023",
        number=number,
    )


def facts(*candidates: ReminderCandidate, refusal: SkipReason | None = None) -> MemberFacts:
    recipient = Recipient("Siti", None, "+6281234567890", refusal)
    stages = tuple(due_stages(candidates, date(2026, 11, 20), TODAY))
    return MemberFacts(SITI, recipient, stages, NOW, "outside_hours", None)


def test_stages_since_the_first_day_are_in_the_order_of_their_due_dates() -> None:
    late, soon = candidate(date(2026, 11, 20), 1), candidate(date(2026, 11, 27), 2)
    found = [
        (one.due.number, one.due.stage, one.newest)
        for one in due_stages([soon, late], date(2026, 11, 20), TODAY)
    ]
    assert found == [(1, 0, 1), (1, 1, 1), (2, -3, -3)]


def test_each_stage_has_one_decision_and_at_most_so_many_are_made() -> None:
    late, soon = candidate(date(2026, 11, 20), 1), candidate(date(2026, 11, 27), 2)
    decided = [(one.due.stage, one.skip_reason) for one in decide(facts(late, soon), TODAY)]
    assert decided == [(0, "superseded"), (1, None), (-3, None)]
    assert len(decide(facts(late, soon), TODAY, most=2)) == 2


def test_a_member_who_cannot_be_reached_gets_nothing() -> None:
    decided = decide(facts(candidate(TODAY, 1), refusal="opted_out"), TODAY)
    assert [one.skip_reason for one in decided] == ["superseded", "opted_out"]
