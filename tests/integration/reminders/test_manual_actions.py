"""A clerk with one message: by hand, once more, not at all."""

from urllib.parse import parse_qs, urlsplit

import pytest

from reminders.delivery import sweep
from reminders.planning import planner
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import UNKNOWN_ID, Answer, Room
from tests.integration.reminders.cooperative import Member, Members
from tests.integration.reminders.delivery_room import ALL_DAY, MORNING, clock, timeline


@pytest.fixture(autouse=True)
def open_all_day(reminders: Room) -> None:
    assert reminders("PUT", "/reminders/rules", {"hours": ALL_DAY}).status == 200


def close(reminders: Room) -> None:
    """Today is a day off from now on."""
    hours = {**ALL_DAY, "days_off": [TODAY]}
    assert reminders("PUT", "/reminders/rules", {"hours": hours}).status == 200


def said(answer: Answer) -> str:
    assert answer.status == 409
    return str(answer.body["errors"][0]["message"])


def queued(members: Members) -> Member:
    member = members.add(TODAY)
    planner.run_here(MORNING)
    return member


def press(room: Room, member: Member, verb: str) -> Answer:
    return room("POST", f"/reminders/{member.member_id}/{TODAY}/{verb}")


def test_one_press_opens_whatsapp_and_pressed_is_sent(members: Members, reminders: Room) -> None:
    siti = queued(members)
    answer = press(reminders, siti, "send")
    assert answer.status == 200
    link = urlsplit(answer.body["url"])
    assert (link.netloc, link.path) == ("wa.me", "/6281200000001")
    assert parse_qs(link.query)["text"] == [answer.body["text"]]
    (message,) = siti.messages
    assert (message.status, message.history[-1].by) == ("sent", "siti")
    (told,) = timeline(siti)
    assert (told["officer"], told["text"]) == ("siti", answer.body["text"])
    assert press(reminders, siti, "send").body == answer.body
    assert len(timeline(siti)) == 1


def test_what_was_paid_meanwhile_is_not_sent_and_what_is_left_is_said(
    members: Members, reminders: Room
) -> None:
    paid, partly = queued(members), queued(members)
    paid.clerk.posted(paid.accounts[0], "repayment", 100_000)
    partly.clerk.posted(partly.accounts[0], "repayment", 40_000)
    assert "sudah dibayar" in said(press(reminders, paid, "send"))
    assert paid.messages[0].status == "skipped"
    assert "Rp60.000" in press(reminders, partly, "send").body["text"]


def test_a_withdrawn_consent_and_a_closed_hour_are_refused(
    members: Members, reminders: Room
) -> None:
    siti, budi = queued(members), queued(members)
    siti.contacts("PUT", "consents", {"whatsapp": False}, 200)
    assert "menarik persetujuan" in said(press(reminders, siti, "send"))
    close(reminders)
    assert "di luar jam" in said(press(reminders, budi, "send"))
    assert budi.messages[0].status == "queued"


def test_cancelled_is_not_sent_and_may_be_taken_up_again(members: Members, reminders: Room) -> None:
    siti = queued(members)
    answer = press(reminders, siti, "cancel")
    assert (answer.status, answer.body["status"]) == (200, "cancelled")
    sweep.run(clock("10:00"))
    assert press(reminders, siti, "send").status == 409
    assert press(reminders, siti, "cancel").status == 409
    assert press(reminders, siti, "retry").body["status"] == "queued"
    assert press(reminders, siti, "retry").status == 409
    assert press(reminders, siti, "send").status == 200
    assert press(reminders, siti, "retry").status == 409


def test_taken_up_again_after_hours_it_waits(members: Members, reminders: Room) -> None:
    siti = queued(members)
    press(reminders, siti, "cancel")
    close(reminders)
    answer = press(reminders, siti, "retry").body
    assert (answer["status"], answer["wait_until"]) == ("waiting", "2026-11-24T17:00:00.000Z")


def test_only_who_may_write_and_sees_the_member_may_act(members: Members, reminders: Room) -> None:
    siti = queued(members)
    for verb in ("send", "retry", "cancel"):
        assert press(reminders.by("viewer"), siti, verb).status == 403
        assert press(reminders.by("officer", offices="Bandung"), siti, verb).status == 403
        missing = reminders("POST", f"/reminders/{UNKNOWN_ID}/{TODAY}/{verb}")
        assert missing.status == 404
    assert siti.messages[0].status == "queued"
