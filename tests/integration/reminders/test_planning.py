"""What a planning writes. 24 November 2026 is a Tuesday."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from reminders import outbox
from reminders.message import ReminderMessage
from reminders.message_rules import MessageStatus
from reminders.planning import planner
from shared.aws import dynamo, observability, write
from shared.kernel.settings import settings
from shared.records.keys.partitions import partition
from shared.records.keys.reminders import message as message_key
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room, identity
from tests.integration.reminders.cooperative import Member, Members, at, move_to

EIGHT = at(f"{TODAY}T08:00")


def the_message(member: Member) -> ReminderMessage:
    (message,) = member.messages
    return message


def test_what_is_due_becomes_a_message_for_the_clerk(members: Members) -> None:
    siti = members.add("2026-11-27", "2026-12-27")
    made = planner.run_here(EIGHT)
    message = the_message(siti)
    assert (message.status, message.channel, message.day) == (
        "queued",
        "manual",
        date(2026, 11, 24),
    )
    assert message.to == "+6281200000001"
    assert "Angsuran ke-1 Pinjaman Usaha" in message.text
    assert "Rp100.000, jatuh tempo 27 November 2026" in message.text
    assert siti.stage_results == {"1#-3": "planned"}
    assert (made.messages, made.planned, made.skipped) == (1, 1, 0)
    assert made.finished_at is not None


def test_monitoring_hears_of_a_planning_that_was_finished(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(observability, "ran", heard.append)
    members.add("2026-11-27")
    planner.run_here(EIGHT, seconds=-1)
    assert heard == []
    planner.run_here(at(f"{TODAY}T09:00"))
    assert heard == ["reminders"]


def test_planning_again_writes_nothing(members: Members) -> None:
    siti = members.add("2026-11-27")
    planner.run_here(EIGHT)
    before = dynamo.get(settings().reminders_table, message_key(siti.member_id, EIGHT.today()))
    made = planner.run_here(at(f"{TODAY}T11:00"))
    assert (made.messages, made.planned, made.skipped) == (0, 0, 0)
    after = dynamo.get(settings().reminders_table, message_key(siti.member_id, EIGHT.today()))
    assert after == before


def test_four_plannings_at_once_write_each_message_once(members: Members) -> None:
    everybody = [members.add(TODAY, "2026-12-24") for _ in range(30)]
    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda _: planner.run_here(EIGHT), range(4)))
    assert sum(run.planned for run in made) == sum(run.messages for run in made) == 30
    assert {the_message(member).version for member in everybody} == {1}
    assert all(member.stage_results == {"1#+0": "planned"} for member in everybody)


def test_one_message_lists_all_dues_of_a_member_the_oldest_first(members: Members) -> None:
    siti = members.add("2026-10-25", "2026-11-23")
    siti.borrows("2026-11-24")
    planner.run_here(EIGHT)
    message = the_message(siti)
    assert [(due.number, due.stage) for due in message.dues] == [(1, 30), (2, 1), (1, 0)]
    assert message.template == "late"
    assert "Rp300.000" in message.text


def test_the_number_of_an_instalment_is_its_own_where_earlier_ones_are_paid(
    members: Members,
) -> None:
    siti = members.add("2026-09-24", "2026-10-25", "2026-11-24")
    siti.clerk.posted(siti.accounts[0], "repayment", 130_000, TODAY)
    planner.run_here(EIGHT)
    dues = the_message(siti).dues
    assert [(due.number, due.amount) for due in dues] == [(2, 70_000), (3, 100_000)]


def test_why_a_member_gets_nothing_is_written(members: Members, reminders: Room) -> None:
    refused = {
        "no_mobile_number": members.add(TODAY, phone=None),
        "opted_out": members.add(TODAY, consent=False),
        "deceased": members.add(TODAY),
        "paused": members.add(TODAY),
        "dead_number": members.add(TODAY),
    }
    landline = members.add(TODAY, phone="021 5550123")
    body = {"start_on": "2026-11-01", "end_on": "2026-12-01"}
    account = refused["paused"].accounts[0]
    assert Room("arrears", identity())("POST", f"/accounts/{account}/pauses", body).status == 201
    died = {"status": "deceased", "version": 1}
    path = f"/members/{refused['deceased'].member_id}"
    assert Room("members", identity())("PATCH", path, died).status == 200
    dead = refused["dead_number"].member_id
    mark = {"pk": partition(dead), "sk": "CONTACT#mark#6281200000005", "doc": "{}"}
    dynamo.transact([write.put(settings().contacts_table, dict(mark))])
    planner.run_here(EIGHT)
    for reason, member in refused.items():
        assert (member.stage_results, member.messages) == ({"1#+0": reason}, [])
    assert landline.stage_results == {"1#+0": "no_mobile_number"}
    day = reminders("GET", "/reminders/summary", query={"from": TODAY, "to": TODAY}).body["items"]
    assert day == [
        {
            "date": TODAY,
            "statuses": {"skipped": 6},
            "skipped": {**dict.fromkeys(refused, 1), "no_mobile_number": 2},
        }
    ]


def test_a_machine_needs_consent_that_was_given(members: Members, reminders: Room) -> None:
    unknown, granted = members.add(TODAY), members.add(TODAY, consent=True)
    assert reminders("PUT", "/reminders/rules", {"channel": "whatsapp"}).status == 200
    planner.run_here(EIGHT)
    assert unknown.stage_results == {"1#+0": "no_consent"}
    message = the_message(granted)
    assert (message.status, message.channel) == ("ready", "whatsapp")


def test_an_e_mail_goes_to_the_primary_address(members: Members, reminders: Room) -> None:
    siti, budi = members.add(TODAY, phone=None), members.add(TODAY)
    for member in (siti, budi):
        member.contacts("PUT", "consents", {"email": True}, 200)
    siti.contacts("POST", "emails", {"address": "lama@contoh.id"}, 201)
    siti.contacts("POST", "emails", {"address": "siti@contoh.id", "primary": True}, 201)
    reminders("PUT", "/reminders/rules", {"channel": "email"})
    planner.run_here(EIGHT)
    assert the_message(siti).to == "siti@contoh.id"
    assert budi.stage_results == {"1#+0": "no_email"}


def test_a_stage_that_is_off_is_no_stage(members: Members, reminders: Room) -> None:
    siti = members.add(TODAY)
    reminders("PUT", "/reminders/rules", {"stages": [{"days": 0, "on": False}, {"days": 5}]})
    planner.run_here(EIGHT)
    assert (siti.stage_results, siti.messages) == ({}, [])


def test_what_was_missed_is_made_up_for_and_only_the_newest_stage_speaks(members: Members) -> None:
    siti = members.add("2026-11-20", "2026-12-20")
    planner.run_here(at("2026-11-16T08:00"))
    planner.run_here(at("2026-11-21T08:00"))
    assert siti.stage_results == {
        "1#-3": "superseded",
        "1#-1": "superseded",
        "1#+0": "superseded",
        "1#+1": "planned",
    }
    assert the_message(siti).day == date(2026, 11, 21)


def test_the_first_planning_of_all_makes_up_for_nothing(members: Members) -> None:
    siti = members.add("2026-11-20")
    planner.run_here(EIGHT)
    assert siti.stage_results == {}


def test_what_was_paid_meanwhile_is_not_spoken_of(members: Members) -> None:
    siti = members.add("2026-11-20", "2026-11-25")
    planner.run_here(at("2026-11-16T08:00"))
    siti.clerk.posted(siti.accounts[0], "repayment", 100_000, "2026-11-22")
    planner.run_here(EIGHT)
    assert siti.stage_results == {"2#-3": "superseded", "2#-1": "planned"}


@pytest.mark.parametrize("status", ["queued", "waiting"])
def test_what_is_found_later_goes_into_the_message_that_nobody_has_begun_to_send(
    members: Members, status: MessageStatus
) -> None:
    siti = members.add(TODAY)
    planner.run_here(EIGHT if status == "queued" else at(f"{TODAY}T06:00"))
    assert the_message(siti).status == status
    siti.borrows("2026-11-27")
    planner.run_here(at(f"{TODAY}T07:00"))
    message = the_message(siti)
    assert [due.stage for due in message.dues] == [0, -3]
    assert (message.status, message.version) == (status, 2)
    assert "Rp200.000" in message.text


def test_what_is_found_after_the_message_was_sent_goes_into_the_next_days(
    members: Members,
) -> None:
    siti, budi = members.add(TODAY), members.add(TODAY)
    planner.run_here(EIGHT)
    for member in (siti, budi):
        sent = the_message(member).moved("sent", "2026-11-24T02:00:00.000Z", by="rina")
        dynamo.transact([outbox.save(sent)])
    siti.borrows("2026-11-27")
    budi.borrows("2026-11-25")
    planner.run_here(at(f"{TODAY}T11:00"))
    today, tomorrow = siti.messages
    assert [len(today.dues), len(tomorrow.dues)] == [1, 1]
    assert (tomorrow.day, tomorrow.status) == (date(2026, 11, 25), "waiting")
    assert tomorrow.wait_until == "2026-11-25T01:00:00.000Z"
    reasons = {doc.get("reason", "planned") for doc in budi.ledger.values()}
    assert reasons == {"planned", "already_messaged"}


def test_more_dues_than_a_transaction_holds_are_one_message(members: Members) -> None:
    days = [str(date(2026, 8, 1 + n)) for n in range(31)]
    days += [str(date(2026, 9, 1 + n)) for n in range(30)]
    days += [str(date(2026, 10, 1 + n)) for n in range(31)]
    days += [str(date(2026, 11, 1 + n)) for n in range(24)]
    siti = members.add(*days)
    planner.run_here(at("2026-07-20T08:00"))
    made = planner.run_here(EIGHT)
    message = the_message(siti)
    assert len(message.dues) == len(days) == made.planned
    assert len({due.number for due in message.dues}) == len(days)
    assert made.planned + made.skipped == len(siti.ledger) > 700
    assert "dan 107 lainnya" in message.text


def test_at_half_past_eleven_utc_it_is_tomorrow_in_jakarta(members: Members) -> None:
    siti = members.add("2026-11-25")
    made = planner.run_here(at("2026-11-24T23:30", "UTC"))
    assert made.day == date(2026, 11, 25)
    assert siti.stage_results == {"1#+0": "planned"}
    message = the_message(siti)
    assert (message.day, message.status) == (date(2026, 11, 25), "waiting")
    assert message.wait_until == "2026-11-25T01:00:00.000Z"


@pytest.mark.parametrize(
    ("zone", "moment", "status", "wait_until"),
    [
        ("Asia/Makassar", "2026-11-24T00:00:00", "queued", "2026-11-25T00:00:00.000Z"),
        ("Asia/Makassar", "2026-11-23T23:59:00", "waiting", "2026-11-24T00:00:00.000Z"),
        ("Asia/Jayapura", "2026-11-23T23:00:00", "queued", "2026-11-24T23:00:00.000Z"),
        ("Asia/Jayapura", "2026-11-24T11:00:00", "waiting", "2026-11-24T23:00:00.000Z"),
    ],
)
def test_hours_are_those_of_wita_and_wit(
    members: Members, zone: str, moment: str, status: str, wait_until: str
) -> None:
    move_to(zone)  # type: ignore[arg-type]
    siti = members.add("2026-11-27")
    planner.run_here(at(moment, "UTC"))
    message = the_message(siti)
    assert (message.status, message.wait_until) == (status, wait_until)


def test_a_due_date_on_a_holiday_is_reminded_of_on_the_first_day_after_it(
    members: Members,
) -> None:
    christmas, sunday = members.add("2026-12-25"), members.add("2026-12-27")
    for day in range(23, 32):
        planner.run_here(at(f"2026-12-{day}T08:00"))
    assert christmas.stage_results == {"1#-1": "planned", "1#+0": "holiday", "1#+1": "planned"}
    assert sunday.stage_results == {
        "1#-3": "planned",
        "1#-1": "planned",
        "1#+0": "holiday",
        "1#+1": "planned",
    }
    assert [message.day.day for message in sunday.messages] == [24, 26, 28]


def test_over_lebaran_a_reminder_waits_and_is_not_lost(members: Members) -> None:
    siti = members.add("2026-03-25")
    planner.run_here(at("2026-03-22T08:00"))
    message = the_message(siti)
    assert (message.day, message.status) == (date(2026, 3, 23), "waiting")
    assert message.wait_until == "2026-03-23T01:00:00.000Z"
    for day in ("2026-03-23", "2026-03-24"):
        planner.run_here(at(f"{day}T08:00"))
    assert siti.stage_results == {"1#-3": "planned", "1#-1": "planned"}
    assert [message.day.day for message in siti.messages] == [23, 24]


def test_after_closing_time_a_reminder_waits_for_the_morning_or_for_the_next_stage(
    members: Members,
) -> None:
    in_three_days, tomorrow = members.add("2026-11-27"), members.add("2026-11-25")
    planner.run_here(at(f"{TODAY}T20:00"))
    assert the_message(in_three_days).wait_until == "2026-11-25T01:00:00.000Z"
    assert tomorrow.stage_results == {"1#-1": "outside_hours"}


def test_the_leap_day_is_a_day(members: Members) -> None:
    siti = members.add("2024-02-29")
    for day in ("2024-02-26", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-07"):
        planner.run_here(at(f"{day}T08:00"))
    assert siti.stage_results == dict.fromkeys(["1#-3", "1#-1", "1#+0", "1#+1", "1#+7"], "planned")
