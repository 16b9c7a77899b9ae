"""The reminders room's routes. 24 November 2026 is a Tuesday."""

from dataclasses import replace

import pytest

from reminders import outbox
from reminders.planning import planner
from shared.aws import dynamo, write
from shared.kernel.ids import new_id
from shared.kernel.settings import settings
from shared.records.keys.partitions import partition
from shared.records.keys.parts import PARTS
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Answer, Room, identity
from tests.integration.reminders.cooperative import Members, at

EIGHT = at(f"{TODAY}T08:00")
IN_THREE_DAYS = "2026-11-27"
"""Planned at any time of the day on which the tests run: at night it waits for the morning."""


def dry_run(room: Room, **query: object) -> Answer:
    answer = room("POST", "/reminders/plan", query={"dry_run": "true", **query})
    assert answer.status == 200, answer.body
    return answer


def everything(room: Room, path: str, **query: object) -> list[dict[str, object]]:
    """The items of all pages."""
    items, cursor = [], None
    while True:
        asked = {**query, **({"cursor": cursor} if cursor else {})}
        answer = room("GET", path, query=asked)
        assert answer.status == 200, answer.body
        items += answer.body["items"]
        if (cursor := answer.body["next_cursor"]) is None:
            return items


def items_of_reminders() -> int:
    pages = dynamo.client().get_paginator("scan").paginate(TableName=settings().reminders_table)
    return sum(len(page["Items"]) for page in pages)


def test_a_dry_run_shows_who_gets_what_and_why_not_others_and_writes_nothing(
    members: Members, reminders: Room
) -> None:
    siti = members.add("2026-12-04")
    silent = members.add("2026-12-01", consent=False)
    members.add("2026-12-20")
    body = dry_run(reminders, date="2026-12-01").body
    assert (body["date"], body["messages"], body["planned"], body["skipped"]) == (
        "2026-12-01",
        1,
        1,
        1,
    )
    sent, skipped = body["items"]
    assert (sent["member_id"], sent["status"], sent["to"]) == (
        siti.member_id,
        "planned",
        "+6281200000001",
    )
    assert "4 Desember 2026" in sent["text"]
    assert (skipped["member_id"], skipped["reason"], skipped["text"]) == (
        silent.member_id,
        "opted_out",
        None,
    )
    assert items_of_reminders() == 0


def test_a_dry_run_is_paged_and_its_sums_are_of_all(members: Members, reminders: Room) -> None:
    made = [members.add("2026-12-01").member_id for _ in range(5)]
    first = dry_run(reminders, date="2026-12-01", limit=3).body
    second = dry_run(reminders, date="2026-12-01", limit=3, cursor=first["next_cursor"]).body
    assert first["planned"] == second["planned"] == 5
    assert second["next_cursor"] is None
    shown = [item["member_id"] for item in first["items"] + second["items"]]
    assert shown == made


def test_after_a_planning_a_dry_run_of_today_has_nothing_left(
    members: Members, reminders: Room
) -> None:
    members.add(IN_THREE_DAYS)
    assert dry_run(reminders).body["planned"] == 1
    answer = reminders("POST", "/reminders/plan").body
    assert (answer["planned"], answer["finished"], answer["items"]) == (1, True, [])
    assert dry_run(reminders).body["planned"] == 0


def test_a_days_list_is_five_calls_a_page_and_can_be_of_one_status(
    members: Members, reminders: Room
) -> None:
    sent = {members.add(TODAY).member_id for _ in range(5)}
    skipped = {members.add(TODAY, phone=None).member_id for _ in range(2)}
    planner.run_here(EIGHT)
    page = reminders("GET", "/reminders", query={"date": TODAY, "limit": 3})
    assert (len(page.body["items"]), page.calls) == (3, PARTS + 1)
    items = everything(reminders, "/reminders", date=TODAY, limit=2)
    assert {item["member_id"] for item in items} == sent | skipped
    assert len(items) == 7
    queued = everything(reminders, "/reminders", date=TODAY, limit=2, status="queued")
    assert {item["member_id"] for item in queued} == sent
    silent = everything(reminders, "/reminders", date=TODAY, limit=1, status="skipped")
    assert {(item["member_id"], item["kind"], item["reason"]) for item in silent} == {
        (member_id, "skip", "no_mobile_number") for member_id in skipped
    }
    assert everything(reminders, "/reminders", date="2026-11-25") == []


def test_messages_of_days_that_had_one_partition_are_listed_and_counted_with_the_others(
    members: Members, reminders: Room
) -> None:
    everybody = [members.add(TODAY) for _ in range(8)]
    silent = members.add(TODAY, phone=None)
    planner.run_here(EIGHT)
    table = settings().reminders_table
    for member in (*everybody[:4], silent):
        for item in dynamo.query(table, partition(member.member_id)):
            if "day" in item:
                dynamo.transact([write.put(table, {**item, "day": TODAY})])
    listed = everything(reminders, "/reminders", date=TODAY, limit=2)
    assert [row["member_id"] for row in listed] == [m.member_id for m in (*everybody, silent)]
    cancelled = reminders("POST", f"/reminders/{everybody[0].member_id}/{TODAY}/cancel")
    assert cancelled.body["date"] == TODAY
    summary = reminders("GET", "/reminders/summary", query={"from": TODAY, "to": TODAY})
    assert summary.body["items"][0]["statuses"] == {"queued": 7, "cancelled": 1, "skipped": 1}


def test_a_caller_of_an_office_sees_and_counts_its_members_only(members: Members) -> None:
    admin = Room("auth", identity())
    offices = [{"code": code, "name": code} for code in ("JKT", "BDG")]
    assert admin("PUT", "/auth/settings", {"name": "KSP", "offices": offices}).status == 200
    mine = members.add(IN_THREE_DAYS, office="JKT").member_id
    members.add(IN_THREE_DAYS, office="BDG")
    members.add(IN_THREE_DAYS)
    of_jakarta = Room("reminders", identity("officer", "JKT"))
    shown = dry_run(of_jakarta).body
    assert [item["member_id"] for item in shown["items"]] == [mine]
    assert shown["planned"] == 1
    planner.run_here(EIGHT)
    assert [i["member_id"] for i in everything(of_jakarta, "/reminders", date=TODAY)] == [mine]
    summary = of_jakarta("GET", "/reminders/summary", query={"from": TODAY, "to": TODAY})
    assert summary.body["items"][0]["statuses"] == {"queued": 1}


def test_a_page_of_an_office_is_five_calls_though_hundreds_of_others_come_before_it(
    members: Members,
) -> None:
    admin = Room("auth", identity())
    offices = [{"code": code, "name": code} for code in ("JKT", "BDG")]
    assert admin("PUT", "/auth/settings", {"name": "KSP", "offices": offices}).status == 200
    mine = members.add(TODAY, office="JKT")
    planner.run_here(EIGHT)
    (message,) = mine.messages
    others = [replace(message, member_id=new_id(), office="BDG", version=0) for _ in range(300)]
    for start in range(0, len(others), 100):
        dynamo.transact([outbox.save(each) for each in others[start : start + 100]])
    page = Room("reminders", identity("officer", "JKT"))("GET", "/reminders", query={"date": TODAY})
    assert [row["member_id"] for row in page.body["items"]] == [mine.member_id]
    assert page.calls == PARTS + 1


def test_a_weeks_results_are_by_day_the_latest_first(members: Members, reminders: Room) -> None:
    members.add("2026-11-27")
    for day in (23, 24, 26):
        planner.run_here(at(f"2026-11-{day}T08:00"))
    answer = reminders("GET", "/reminders/summary", query={"to": "2026-11-26"})
    days = {item["date"]: item["statuses"] for item in answer.body["items"]}
    assert list(days) == [f"2026-11-{day}" for day in range(26, 19, -1)]
    assert (days["2026-11-24"], days["2026-11-26"]) == ({"queued": 1}, {"queued": 1})
    assert answer.calls == 7 * PARTS


def test_rules_are_kept_whole_and_planned_by(members: Members, reminders: Room) -> None:
    siti = members.add("2026-12-04")
    assert reminders("GET", "/reminders/rules").body["version"] == 0
    body = {"stages": [{"days": -10}], "language": "en"}
    saved = reminders("PUT", "/reminders/rules", body)
    assert (saved.status, saved.body["version"]) == (200, 1)
    assert reminders("GET", "/reminders/rules").body == saved.body
    assert saved.body["hours"]["opens"] == "08:00"
    planner.run_here(EIGHT)
    (message,) = siti.messages
    assert message.language == "en"
    assert "due on 4 December 2026" in message.text


def test_a_template_that_was_saved_is_what_members_get(members: Members, reminders: Room) -> None:
    siti = members.add(TODAY)
    body = {"language": "id", "text": "Halo {name}, hari ini {total}.\n{dues}"}
    assert reminders("PUT", "/reminders/templates/due", body).status == 200
    assert reminders("PUT", "/reminders/templates/due", body).status == 200
    listed = reminders("GET", "/reminders/templates").body
    (own,) = [t for t in listed["items"] if (t["name"], t["language"]) == ("due", "id")]
    assert own["text"] == body["text"] != own["default_text"]
    assert listed["fields"] == ["name", "cooperative", "dues", "total", "today"]
    planner.run_here(EIGHT)
    assert siti.messages[0].text.startswith("Halo Anggota 001, hari ini Rp100.000.\n• Angsuran")


@pytest.mark.parametrize("text", ["Halo {nama}", "Halo {name", "{dues.text}"])
def test_a_template_that_cannot_be_filled_is_refused(
    members: Members, reminders: Room, text: str
) -> None:
    answer = reminders("PUT", "/reminders/templates/due", {"text": text})
    assert (answer.status, answer.fields) == (422, ["text"])


def test_a_preview_is_of_a_real_member(members: Members, reminders: Room) -> None:
    owing, paid = members.add("2026-11-10", "2026-12-10"), members.add()
    body = {"text": "Yth. {name}: {dues} ({total})"}
    path = "/reminders/templates/preview"
    answer = reminders("POST", path, {**body, "member_id": owing.member_id}).body
    assert not answer["sample"]
    assert answer["text"].startswith("Yth. Anggota 001: • Angsuran ke-1 Pinjaman Usaha")
    assert answer["text"].endswith("(Rp100.000)")
    made_up = reminders("POST", path, {**body, "member_id": paid.member_id}).body
    assert made_up["sample"]
    assert "Yth. Anggota 002" in made_up["text"]
