from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from arrears.collections.follow_up_store import state_of
from shared.aws import dynamo
from shared.domain.delivery_mark import DeliveryMarkStatus
from shared.kernel.settings import settings
from shared.records import cooperative, delivery_marks
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.arrears.test_due_and_ageing import lends, of_another, offices, pages
from tests.integration.events import Answer, Room, identity

__all__ = ["offices"]

PATH = "/arrears/worklist"


@pytest.fixture
def reachable(clerk: Clerk) -> Clerk:
    path = f"/members/{clerk.member_id}/phones"
    answer = Room("contacts", identity())("POST", path, {"number": "0812 3456 7890"})
    assert answer.status == 201, answer.body
    return clerk


def work(arrears: Room, **query: object) -> Answer:
    answer = arrears("GET", PATH, query=query)
    assert answer.status == 200, answer.body
    return answer


def told(answer: Answer) -> list[tuple[str, str, str]]:
    return [(r["account_id"], r["reason"], r["next_step"]) for r in answer.body["items"]]


def notes(arrears: Room, account_id: str, **body: Any) -> None:
    answer = arrears("POST", f"/accounts/{account_id}/follow-ups", body)
    assert answer.status == 201, answer.body


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("TODAY", day)
    settings.cache_clear()


def test_what_weighs_most_comes_first_with_its_reason_and_next_step(
    reachable: Clerk, arrears: Room
) -> None:
    today = lends(reachable, TODAY)
    newly = lends(reachable, "2026-11-20")
    late = lends(reachable, "2026-11-04")
    long = lends(reachable, "2026-09-01")
    lends(reachable, "2026-11-25")
    answer = work(arrears)
    assert answer.calls == 5
    assert told(answer) == [
        (long, "no_contact", "visit"),
        (late, "no_contact", "call"),
        (newly, "newly_late", "whatsapp"),
        (today, "due_today", "whatsapp"),
    ]
    first = answer.body["items"][0]
    assert (first["name"], first["phone"]) == ("Siti Rahmawati", "+6281234567890")
    assert (first["days_past_due"], first["amount"], first["promise"]) == (84, 200_000, None)


def test_the_amount_weighs_as_much_as_the_days(reachable: Clerk, arrears: Room) -> None:
    little = lends(reachable, "2026-10-30")
    reachable.posted(little, "repayment", 99_000)
    much = lends(reachable, "2026-11-14")
    assert [r["account_id"] for r in work(arrears).body["items"]] == [much, little]


def test_who_has_no_number_needs_one_first(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-11-04")
    assert told(work(arrears)) == [(account, "no_phone", "add_phone")]


def test_what_was_done_today_is_off_the_list_and_comes_back(
    reachable: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = lends(reachable, "2026-11-04")
    notes(arrears, account, kind="attempt", channel="phone", outcome="wrong_number")
    assert told(work(arrears)) == []
    on(monkeypatch, "2026-11-25")
    assert told(work(arrears)) == [(account, "not_reached", "add_phone")]
    notes(arrears, account, kind="visit", outcome="met_family")
    on(monkeypatch, "2026-12-01")
    assert told(work(arrears)) == []
    on(monkeypatch, "2026-12-02")
    assert told(work(arrears)) == [(account, "no_contact", "call")]


def test_a_broken_promise_comes_first_back_when_its_date_has_passed(
    reachable: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = lends(reachable, "2026-11-04")
    notes(arrears, account, kind="promise", amount=50_000, due_on="2026-11-26")
    on(monkeypatch, "2026-11-26")
    assert told(work(arrears)) == []
    on(monkeypatch, "2026-11-27")
    answer = work(arrears)
    assert answer.calls == 6
    assert told(answer) == [(account, "broken_promise", "call")]
    promise = {"amount": 50_000, "due_on": "2026-11-26", "status": "broken", "paid": 0}
    assert answer.body["items"][0]["promise"] == promise
    reachable.posted(account, "repayment", 20_000, "2026-11-25")
    assert work(arrears).body["items"][0]["promise"]["status"] == "partly"
    reachable.posted(account, "repayment", 30_000, "2026-11-25")
    assert told(work(arrears)) == [(account, "no_contact", "call")]


def test_the_outcome_or_the_clerk_says_when_an_account_comes_back(
    reachable: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = lends(reachable, "2026-11-04")
    notes(arrears, account, kind="attempt", channel="phone", outcome="no_answer")
    assert told(work(arrears)) == []
    on(monkeypatch, "2026-11-25")
    assert told(work(arrears)) == [(account, "not_reached", "call")]
    chosen: dict[str, Any] = {"kind": "attempt", "channel": "phone", "outcome": "reached"}
    notes(arrears, account, **chosen, next_contact_on="2026-11-28")
    for day, why in (("2026-11-27", []), ("2026-11-28", [(account, "call_back", "call")])):
        on(monkeypatch, day)
        assert told(work(arrears)) == why
    notes(arrears, account, kind="visit", outcome="met")
    on(monkeypatch, "2026-11-30")
    assert told(work(arrears)) == []


def test_who_refused_is_on_the_managers_list_at_once(reachable: Clerk, arrears: Room) -> None:
    account = lends(reachable, "2026-11-04")
    notes(arrears, account, kind="attempt", channel="phone", outcome="refused")
    assert told(work(arrears.by("manager"))) == [(account, "refused", "visit")]
    assert told(work(arrears.by("officer"))) == []


@pytest.mark.parametrize(
    ("kind", "day"),
    [("attempt", "2026-11-24"), ("attempt", "2027-11-26"), ("promise", "2026-11-30")],
)
def test_a_next_contact_is_after_today_within_a_year_and_not_of_a_promise(
    clerk: Clerk, arrears: Room, kind: str, day: str
) -> None:
    account = lends(clerk, "2026-11-04")
    bodies: dict[str, dict[str, object]] = {
        "attempt": {"channel": "phone", "outcome": "reached"},
        "promise": {"amount": 5, "due_on": "2026-11-30"},
    }
    sent = {"kind": kind, **bodies[kind], "next_contact_on": day}
    refused = arrears("POST", f"/accounts/{account}/follow-ups", sent)
    assert (refused.status, refused.fields) == (422, ["next_contact_on"])


@pytest.mark.usefixtures("offices")
def test_the_list_keeps_to_the_offices_of_the_caller(clerk: Clerk, arrears: Room) -> None:
    cooperative.cooperative()
    mine = lends(of_another(clerk, "PST"), "2026-11-04")
    theirs = lends(of_another(clerk, "SGR", "Wayan"), "2026-11-04")
    bound = arrears.by("officer", "PST")
    assert [r["account_id"] for r in work(bound).body["items"]] == [mine]
    assert [r["account_id"] for r in work(arrears, office="SGR").body["items"]] == [theirs]
    assert bound("GET", PATH, query={"office": "SGR"}).status == 403


@pytest.mark.parametrize(("batch", "looked_up"), [(1, 50), (2, 50), (250, 1), (2, 1)])
def test_pages_show_each_account_once_whatever_the_batches(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch, batch: int, looked_up: int
) -> None:
    monkeypatch.setattr("arrears.repository._BATCH", batch)
    monkeypatch.setattr("arrears.collections.worklist.LOOKED_UP", looked_up)
    made = [lends(clerk, f"2026-11-{day:02}") for day in range(5, 16)]
    shown = [row["account_id"] for row in pages(arrears, PATH, limit=2)]
    assert sorted(shown) == sorted(made)
    if batch == 250:
        assert shown == made


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 0}, "limit"), ({"cursor": "x"}, "cursor"), ({"reason": "x"}, "reason")],
)
def test_a_question_that_cannot_be(arrears: Room, query: dict[str, object], field: str) -> None:
    answer = arrears("GET", PATH, query=query)
    assert (answer.status, answer.fields) == (422, [field])


def marks(account_id: str, status: DeliveryMarkStatus = "failed", reason: str = "131026") -> None:
    dynamo.transact([delivery_marks.mark(account_id, status, reason, datetime.now(UTC))])


def test_an_undelivered_message_and_a_dead_number_stay_until_the_next_follow_up(
    reachable: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, dead = lends(reachable, "2026-11-20"), lends(reachable, "2026-11-22")
    for account in (failed, dead):
        notes(arrears, account, kind="attempt", channel="whatsapp", outcome="left_message")
    marks(failed)
    marks(dead, "dead_number")
    on(monkeypatch, "2026-11-25")
    answer = work(arrears)
    assert told(answer) == [(failed, "undelivered", "call"), (dead, "dead_number", "add_phone")]
    mark = answer.body["items"][0]["mark"]
    assert (mark["status"], mark["reason"]) == ("failed", "131026")
    notes(arrears, failed, kind="attempt", channel="phone", outcome="reached")
    on(monkeypatch, "2026-11-26")
    assert told(work(arrears)) == [(dead, "dead_number", "add_phone")]


def test_a_mark_alone_is_no_contact(reachable: Clerk, arrears: Room) -> None:
    account = lends(reachable, TODAY)
    marks(account, "unknown", "sender_died")
    assert told(work(arrears)) == [(account, "undelivered", "call")]


@pytest.fixture
def users(tables: None) -> None:
    for name in ("budi", "tono"):
        body = {"username": name, "name": name.title(), "role": "officer"}
        assert Room("auth", identity())("POST", "/auth/users", body).status == 201


def gives(room: Room, account_id: str, username: str | None) -> Answer:
    return room("PUT", f"/accounts/{account_id}/officer", {"username": username})


@pytest.mark.usefixtures("users")
def test_a_manager_gives_accounts_to_officers_and_each_sees_their_own(
    clerk: Clerk, arrears: Room
) -> None:
    budis, tonos, nobodys = (lends(clerk, "2026-11-20") for _ in range(3))
    answer = gives(arrears, budis, "Budi")
    assert (answer.status, answer.body) == (200, {"account_id": budis, "officer": "budi"})
    assert answer.calls == 2
    gives(arrears, tonos, "tono")
    budi = arrears.by("officer", sub="budi")
    assert [r["account_id"] for r in work(budi, officer="me").body["items"]] == [budis]
    assert [r["account_id"] for r in work(budi, officer="tono").body["items"]] == [tonos]
    assert [r["account_id"] for r in work(budi, officer="none").body["items"]] == [nobodys]
    assert {r["officer"] for r in work(budi).body["items"]} == {"budi", "tono", None}


@pytest.mark.usefixtures("users")
def test_an_officer_takes_what_is_nobodys_and_gives_back_only_their_own(
    clerk: Clerk, arrears: Room
) -> None:
    account = lends(clerk, "2026-11-20")
    budi, tono = arrears.by("officer", sub="budi"), arrears.by("officer", sub="tono")
    assert gives(budi, account, "tono").status == 403
    assert gives(budi, account, "budi").status == 200
    assert gives(tono, account, "tono").status == 403
    assert gives(tono, account, None).status == 403
    assert gives(budi, account, None).status == 200
    assert gives(tono, account, "tono").status == 200


def test_only_a_user_can_be_given_an_account(clerk: Clerk, arrears: Room) -> None:
    refused = gives(arrears, lends(clerk, "2026-11-20"), "hantu")
    assert (refused.status, refused.fields) == (422, ["username"])
    unknown = f"{clerk.member_id}.F01JBZZZZZZZZZZZZZZZZZZZZZZ"
    assert gives(arrears, unknown, None).status == 404


@pytest.mark.usefixtures("users")
def test_two_managers_at_once_leave_one_officer_and_a_follow_up_keeps_them(
    clerk: Clerk, arrears: Room
) -> None:
    account = lends(clerk, "2026-11-04")
    with ThreadPoolExecutor(4) as pool:
        names = ["budi", "tono"] * 4
        found = list(pool.map(lambda name: gives(arrears, account, name).status, names))
    assert set(found) <= {200, 409}
    notes(arrears, account, kind="promise", amount=1_000, due_on=TODAY)
    assert state_of(account).officer in {"budi", "tono"}
