import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import UNKNOWN_ID, Answer, Room, identity

PROMISE = {"kind": "promise", "amount": 110_000, "due_on": TODAY, "note": "Gajian"}


def notes(arrears: Room, account_id: str, key: Any = None, **body: Any) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return arrears("POST", f"/accounts/{account_id}/follow-ups", body, headers=headers)


def listed(arrears: Room, account_id: str, **query: object) -> Any:
    answer = arrears("GET", f"/accounts/{account_id}/follow-ups", query=query)
    assert answer.status == 200, answer.body
    return answer.body


def set_today(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("TODAY", day)
    settings.cache_clear()


def test_an_attempt_is_listed_and_on_the_timeline(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    body = {"kind": "attempt", "channel": "phone", "outcome": "no_answer", "note": "Pagi"}
    answer = notes(arrears, account, **body)
    assert (answer.status, answer.calls) == (201, 2)
    assert answer.body == {
        "follow_up_id": answer.body["follow_up_id"],
        "account_id": account,
        "at": answer.body["at"],
        **body,
        "amount": None,
        "due_on": None,
        "officer": "siti",
        "next_contact_on": None,
        "status": None,
        "paid": None,
    }
    found = arrears("GET", f"/accounts/{account}/follow-ups")
    assert (found.calls, found.body) == (1, {"items": [answer.body], "next_cursor": None})
    (entry,) = Room("contacts", identity())("GET", f"/members/{clerk.member_id}/interactions").body[
        "items"
    ]
    assert entry == {
        "interaction_id": answer.body["follow_up_id"],
        "at": answer.body["at"],
        "channel": "phone",
        "direction": "out",
        "kind": "attempt",
        "text": "Telepon: tidak dijawab. Pagi",
        "officer": "siti",
        "account_id": account,
    }


def test_a_visit_and_a_promise_read_well_on_the_timeline(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    assert notes(arrears, account, kind="visit", outcome="not_home").status == 201
    assert notes(arrears, account, **PROMISE).status == 201
    found = Room("contacts", identity())("GET", f"/members/{clerk.member_id}/interactions")
    assert [(e["kind"], e["direction"], e["text"]) for e in found.body["items"]] == [
        ("promise", "in", "Janji bayar Rp110.000 paling lambat 24 November 2026. Gajian"),
        ("visit", "out", "Kunjungan: tidak di rumah"),
    ]


def test_the_ledger_decides_a_promise(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 110_000)
    made = notes(arrears, account, **PROMISE).body
    assert (made["status"], made["paid"]) == ("open", 0)
    assert listed(arrears, account)["items"] == [made]
    first = clerk.posted(account, "repayment", 50_000)["transaction_id"]
    assert listed(arrears, account)["items"][0]["paid"] == 50_000
    set_today(monkeypatch, "2026-11-25")
    assert listed(arrears, account)["items"][0]["status"] == "partly"
    clerk.posted(account, "repayment", 60_000, TODAY)
    answer = arrears("GET", f"/accounts/{account}/follow-ups")
    assert (answer.calls, answer.body["items"][0]["status"]) == (2, "kept")
    clerk.reverses(account, first)
    assert listed(arrears, account)["items"][0]["status"] == "partly"


def test_a_promise_that_was_not_kept_is_broken_the_day_after(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.financing()
    notes(arrears, account, **PROMISE)
    set_today(monkeypatch, "2026-11-25")
    clerk.posted(account, "repayment", 110_000, "2026-11-25")
    (found,) = listed(arrears, account)["items"]
    assert (found["status"], found["paid"]) == ("broken", 0)


def test_follow_ups_page_newest_first_and_only_of_their_account(
    clerk: Clerk, arrears: Room
) -> None:
    account, other = clerk.financing(), clerk.financing()
    notes(arrears, other, kind="visit", outcome="met")
    made = [notes(arrears, account, kind="visit", outcome="met").body for _ in range(5)]
    first = listed(arrears, account, limit=3)
    rest = listed(arrears, account, limit=3, cursor=first["next_cursor"])
    ids = [row["follow_up_id"] for row in (*first["items"], *rest["items"])]
    assert ids == sorted((row["follow_up_id"] for row in made), reverse=True)
    assert rest["next_cursor"] is None
    stolen = arrears("GET", f"/accounts/{other}/follow-ups", query={"cursor": first["next_cursor"]})
    assert (stolen.status, stolen.fields) == (422, ["cursor"])


def test_the_same_key_notes_once_whoever_comes_first(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: notes(arrears, account, "k-1", **PROMISE), range(6)))
    assert {a.status for a in answers} <= {201, 409}
    again = notes(arrears, account, "k-1", **PROMISE)
    assert again.status == 201
    assert all(a.body == again.body for a in answers if a.status == 201)
    assert listed(arrears, account)["items"] == [again.body]
    other = notes(arrears, account, "k-1", **{**PROMISE, "amount": 1})
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])


def test_a_follow_up_is_audited_without_what_was_said(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    made = notes(arrears, account, **PROMISE).body
    found = dynamo.query(settings().auth_table, f"AUDIT#{datetime.now(UTC).date()}")
    entries = [json.loads(str(item["doc"])) for item in found]
    (entry,) = [e for e in entries if e["action"] == "follow_up.add"]
    assert entry["subject"] == f"account:{account}"
    assert entry["detail"] == {"id": made["follow_up_id"], "kind": "promise"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["kind"]),
        ({"kind": "dream"}, ["kind"]),
        ({"kind": "attempt"}, ["channel", "outcome"]),
        ({"kind": "attempt", "channel": "pigeon", "outcome": "reached"}, ["channel"]),
        ({"kind": "visit", "outcome": "no_answer"}, ["outcome"]),
        ({"kind": "promise", "amount": 0, "due_on": TODAY}, ["amount"]),
        ({"kind": "promise", "amount": 10.5, "due_on": TODAY}, ["amount"]),
        ({"kind": "promise", "amount": 5, "due_on": "2026-11-23"}, ["due_on"]),
        ({"kind": "promise", "amount": 2_000_000, "due_on": TODAY}, ["amount"]),
        ({**PROMISE, "status": "kept"}, ["status"]),
        ({**PROMISE, "note": "x" * 501}, ["note"]),
        ({**PROMISE, "note": "a\u0000b"}, ["note"]),
    ],
)
def test_what_cannot_be_noted_down(
    clerk: Clerk, arrears: Room, body: dict[str, object], fields: list[str]
) -> None:
    account = clerk.financing()
    answer = notes(arrears, account, **body)
    assert (answer.status, answer.fields) == (422, fields)
    assert listed(arrears, account)["items"] == []


def test_nothing_is_promised_of_a_paid_or_closed_account(clerk: Clerk, arrears: Room) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 1_320_000)
    assert notes(arrears, account, **PROMISE).status == 409
    clerk.accounts("POST", f"/accounts/{account}/close")
    closed = notes(arrears, account, kind="visit", outcome="met")
    assert (closed.status, closed.fields) == (409, ["account_id"])


def test_officers_note_down_viewers_read_and_other_offices_neither(
    clerk: Clerk, arrears: Room
) -> None:
    account = clerk.financing()
    body = {"kind": "visit", "outcome": "met"}
    assert notes(arrears.by("officer"), account, **body).status == 201
    viewer = arrears.by("viewer")
    assert notes(viewer, account, **body).status == 403
    assert len(listed(viewer, account)["items"]) == 1
    elsewhere = arrears.by("officer", "SGR")
    assert notes(elsewhere, account, **body).status == 403
    assert elsewhere("GET", f"/accounts/{account}/follow-ups").status == 403


def test_there_are_none_of_savings_or_of_nothing(clerk: Clerk, arrears: Room) -> None:
    for account in (clerk.savings(), f"{clerk.member_id}.F{UNKNOWN_ID}", "x"):
        assert notes(arrears, account, kind="visit", outcome="met").status == 404
        assert arrears("GET", f"/accounts/{account}/follow-ups").status == 404
