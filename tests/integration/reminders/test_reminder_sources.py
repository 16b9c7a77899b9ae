"""Savings and birthdays as the planning finds them. 24 November 2026 is a Tuesday."""

from datetime import date

import pytest

from reminders.delivery.recheck import recheck
from reminders.planning import gather, planner
from shared.records.search_index.table import born_on
from tests.integration.events import Room
from tests.integration.reminders.cooperative import Member, Members, at

EIGHT = at("2026-11-24T08:00")
EVERY_BIRTHDAY = {
    "stages": [{"days": 0}],
    "birthday": {"on": True, "stages": [{"days": 0}]},
    "matures": {"on": False, "stages": []},
    "wajib": {"on": False, "stages": []},
}


def saves(member: Member, product: str, **terms: object) -> str:
    return member.clerk.savings(product, **terms)


def greets(reminders: Room) -> None:
    answer = reminders("PUT", "/reminders/rules", EVERY_BIRTHDAY)
    assert answer.status == 200, answer.body


def test_a_contribution_that_was_not_made_is_reminded_of_after_a_week(members: Members) -> None:
    siti, budi = members.add(), members.add()
    for each in (siti, budi):
        saves(each, "wajib", opened_on="2026-10-01", monthly_amount=25_000, due_day=17)
    paid = saves(budi, "sukarela")
    budi.clerk.posted(paid, "deposit", 100_000)
    made = planner.run_here(EIGHT)
    (message,) = siti.messages
    assert (message.template, message.status) == ("wajib", "queued")
    assert "Simpanan wajib untuk 17 November 2026: Rp25.000" in message.text
    assert "17 Oktober" not in message.text
    assert siti.stage_results == {"2026-11-17#+7": "planned"}
    assert (made.planned, made.messages) == (2, 2)
    assert planner.run_here(at("2026-11-24T09:00")).planned == 0


def test_who_has_paid_it_is_not_reminded_and_a_part_is_taken_off(members: Members) -> None:
    prompt, partly = members.add(), members.add()
    for each, amount in ((prompt, 50_000), (partly, 35_000)):
        account = saves(each, "wajib", opened_on="2026-10-01", monthly_amount=25_000, due_day=17)
        each.clerk.posted(account, "deposit", amount, "2026-11-01")
    planner.run_here(EIGHT)
    assert prompt.messages == []
    (message,) = partly.messages
    assert [due.amount for due in message.dues] == [15_000]


def test_each_month_is_reminded_of_once(members: Members) -> None:
    siti = members.add()
    saves(siti, "wajib", opened_on="2026-09-20", monthly_amount=25_000)
    for day in ("2026-10-17", "2026-10-18", "2026-11-16", "2026-11-17", "2026-11-24"):
        planner.run_here(at(f"{day}T08:00"))
    assert siti.stage_results == {"2026-10-10#+7": "planned", "2026-11-10#+7": "planned"}


def test_a_deposit_is_spoken_of_a_week_and_a_day_before_it_matures(members: Members) -> None:
    siti = members.add()
    account = saves(siti, "berjangka", opened_on="2026-06-01", matures_on="2026-12-01")
    siti.clerk.posted(account, "deposit", 10_000_000, "2026-06-01")
    planner.run_here(EIGHT)
    planner.run_here(at("2026-11-30T08:00"))
    first, second = siti.messages
    assert first.template == second.template == "matures"
    assert "berjangka (SB00001): Rp10.000.000, jatuh tempo 1 Desember 2026" in first.text
    assert siti.stage_results == {"2026-12-01#-7": "planned", "2026-12-01#-1": "planned"}


def test_one_message_lists_instalments_and_savings_of_a_member(members: Members) -> None:
    siti = members.add("2026-11-24")
    saves(siti, "wajib", opened_on="2026-11-01", monthly_amount=25_000, due_day=17)
    planner.run_here(EIGHT)
    (message,) = siti.messages
    assert message.template == "due"
    assert [due.kind for due in message.dues] == ["wajib", "installment"]
    assert "Rp125.000" in message.text


def test_nobody_is_greeted_unless_the_rules_say_so(members: Members, reminders: Room) -> None:
    siti = members.add(birth_date="1990-11-24")
    planner.run_here(EIGHT)
    assert siti.messages == []
    greets(reminders)
    planner.run_here(at("2026-11-24T09:00"))
    (message,) = siti.messages
    assert (message.template, message.text.count("Selamat ulang tahun")) == ("birthday", 1)
    assert siti.stage_results == {"2026-11-24#+0": "planned"}


def test_birthdays_follow_corrections_and_who_left_is_not_greeted(
    members: Members, reminders: Room
) -> None:
    greets(reminders)
    corrected, left, other = (members.add(birth_date="1990-11-25") for _ in range(3))
    room = Room("members", reminders.caller)
    change = {"birth_date": "1990-11-24"}
    assert room("PATCH", f"/members/{corrected.member_id}", change).status == 200
    assert room("PATCH", f"/members/{left.member_id}", {"status": "left"}).status == 200
    other.contacts("POST", "phones", {"number": "0812999999"}, 201)
    planner.run_here(EIGHT)
    assert (len(corrected.messages), len(left.messages), len(other.messages)) == (1, 0, 0)
    assert [row["member_id"] for row in born_on(date(2026, 11, 25))] == [other.member_id]


def test_after_an_outage_only_the_last_days_are_greeted(members: Members, reminders: Room) -> None:
    greets(reminders)
    planner.run_here(at("2026-11-02T08:00"))
    late, lately = members.add(birth_date="1990-11-10"), members.add(birth_date="1990-11-22")
    planner.run_here(EIGHT)
    assert (late.stage_results, lately.stage_results) == ({}, {"2026-11-22#+0": "planned"})


@pytest.mark.parametrize(
    ("day", "greeted"),
    [("2027-02-28", True), ("2028-02-28", False), ("2028-02-29", True), ("2027-03-01", False)],
)
def test_29_february_is_greeted_on_the_28th_in_common_years(
    members: Members, day: str, greeted: bool
) -> None:
    born = members.add(birth_date="1992-02-29")
    found = [row["member_id"] for row in born_on(date.fromisoformat(day))]
    assert found == [born.member_id] * greeted


def test_at_the_moment_of_sending_what_was_saved_since_is_left_out(members: Members) -> None:
    siti = members.add()
    terms = {"opened_on": "2026-11-01", "monthly_amount": 25_000, "due_day": 17}
    wajib = saves(siti, "wajib", **terms)
    planner.run_here(EIGHT)
    (message,) = siti.messages
    context = gather.reminder_context(EIGHT.moment, EIGHT.now())
    siti.clerk.posted(wajib, "deposit", 10_000)
    now = recheck(message, context)
    assert not isinstance(now, str)
    assert [due.amount for due in now.dues] == [15_000]
    siti.clerk.posted(wajib, "deposit", 15_000)
    assert recheck(message, context) == "paid_since"
