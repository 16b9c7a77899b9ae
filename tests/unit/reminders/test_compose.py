from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from reminders.message import Due, ReminderChannel
from reminders.message_rules import MessageStatus
from reminders.planning.calendar_rules import ContactHours
from reminders.planning.compose import message_of, with_dues
from reminders.planning.contact_window import ContactWindow
from reminders.planning.context import ReminderContext
from reminders.planning.decisions import MemberFacts, StageDecision
from reminders.rules import Recipient
from reminders.rules_document import Rules
from reminders.template_text import TEMPLATES

NOW = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
SITI = "01JB0000000000000000000001"
GREETING = Due(kind="birthday", stage=0, due_on=NOW.date())


def context(channel: ReminderChannel = "manual") -> ReminderContext:
    return ReminderContext(
        rules=Rules(channel=channel),
        window=ContactWindow(
            ContactHours(frozenset(range(7)), time(8), time(20)), lambda _day: False
        ),
        templates={(name, "id"): f"{name}: {{total}}" for name in TEMPLATES},
        cooperative="Koperasi Melati",
        local_now=NOW,
        now="2026-11-24T02:00:00.000Z",
    )


def facts(opening: datetime | None) -> MemberFacts:
    recipient = Recipient("Siti", "PST", "+6281234567890", None)
    return MemberFacts(SITI, recipient, (), opening, "holiday", None)


def loan(number: int) -> Due:
    return Due(
        kind="installment",
        stage=1,
        due_on=date(2026, 11, number),
        amount=100_000,
        account_id=f"{SITI}.F01JB0000000000000000000023",
        number=number,
    )


@pytest.mark.parametrize(
    ("channel", "opening", "status", "wait_until"),
    [
        ("manual", NOW, "queued", "2026-11-25T01:00:00.000Z"),
        ("whatsapp", NOW, "ready", "2026-11-24T02:00:00.000Z"),
        ("whatsapp", NOW + timedelta(days=1), "waiting", "2026-11-25T02:00:00.000Z"),
    ],
)
def test_a_new_message_may_go_out_now_or_waits_for_its_opening(
    channel: ReminderChannel, opening: datetime, status: MessageStatus, wait_until: str
) -> None:
    made = message_of(facts(opening), [StageDecision(GREETING, None)], context(channel))
    assert made
    assert (made.status, made.wait_until, made.day) == (status, wait_until, opening.date())
    assert [step.status for step in made.history] == [status]
    assert (made.to, made.office, made.version) == ("+6281234567890", "PST", 0)


def test_where_nothing_is_to_be_sent_there_is_no_message() -> None:
    skipped = [StageDecision(GREETING, "opted_out")]
    assert message_of(facts(NOW), skipped, context()) is None
    assert message_of(facts(None), [StageDecision(GREETING, None)], context()) is None


def test_a_message_takes_more_dues_and_its_text_speaks_of_all() -> None:
    made = message_of(facts(NOW), [StageDecision(loan(23), None)], context())
    assert made
    assert made.text == "late: Rp100.000"
    more = with_dues(made, [loan(22), GREETING], context())
    assert [due.number for due in more.dues] == [22, 23, None]
    assert more.text == "late: Rp200.000"
