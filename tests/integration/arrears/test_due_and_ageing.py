from datetime import date, timedelta
from typing import Any

import pytest

from shared.records import cooperative
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Answer, Room, identity

LATE = ("2026-11-24", "2026-11-23", "2026-10-25", "2026-10-24", "2026-08-01", "2026-05-01")
"""0, 1, 30, 31, 115 and 207 days past due on 24 November 2026."""


def lends(clerk: Clerk, due_on: str, *, product: str = "Mikro", **more: object) -> str:
    """200,000 in two instalments of 100,000, a month apart."""
    second = date.fromisoformat(due_on) + timedelta(days=30)
    parts = [{"due_on": str(d), "principal": 100_000, "margin": 0} for d in (due_on, second)]
    return clerk.financing(product=product, installments=parts, grace_days=0, **more)


def of_another(clerk: Clerk, office: str, name: str = "Budi Santoso") -> Clerk:
    body = {"name": name, "joined_on": "2020-01-15", "office": office}
    answer = Room("members", identity())("POST", "/members", body)
    assert answer.status == 201, answer.body
    return Clerk(clerk.accounts, answer.body["member_id"], clerk.keys)


@pytest.fixture
def offices(clerk: Clerk) -> None:
    body = {
        "name": "KSP Maju",
        "zone": "Asia/Jakarta",
        "offices": [{"code": "PST", "name": "Pusat"}, {"code": "SGR", "name": "Singaraja"}],
        "collectability": "cooperative",
    }
    answer = Room("auth", identity())("PUT", "/auth/settings", body)
    assert answer.status == 200, answer.body
    cooperative.forget()
    cooperative.cooperative()


def due(arrears: Room, **query: object) -> Answer:
    answer = arrears("GET", "/arrears/due", query=query)
    assert answer.status == 200, answer.body
    return answer


def ids(answer: Answer) -> list[str]:
    return [item["account_id"] for item in answer.body["items"]]


def pages(arrears: Room, path: str, **query: object) -> list[Any]:
    items: list[Any] = []
    cursor: dict[str, object] = {}
    while True:
        answer = arrears("GET", path, query={**query, **cursor})
        assert answer.status == 200, answer.body
        items += answer.body["items"]
        if answer.body["next_cursor"] is None:
            return items
        cursor = {"cursor": answer.body["next_cursor"]}


def test_what_is_due_names_the_member_and_costs_five_calls(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-10-25")
    answer = due(arrears)
    assert answer.calls == 5
    (row,) = answer.body["items"]
    assert row == {
        "account_id": account,
        "account_no": "PB00001",
        "member_id": clerk.member_id,
        "name": "Siti Rahmawati",
        "phone": None,
        "office": None,
        "product": "Mikro",
        "due_on": "2026-10-25",
        "amount": 200_000,
        "days_past_due": 30,
    }


def test_due_is_sorted_by_date_over_all_shards_and_pages(clerk: Clerk, arrears: Room) -> None:
    expected = [lends(clerk, day) for day in sorted(LATE)]
    lends(clerk, "2026-11-25")
    assert ids(due(arrears)) == expected
    assert [r["account_id"] for r in pages(arrears, "/arrears/due", limit=2)] == expected
    found = due(arrears, **{"from": "2026-10-24", "to": "2026-11-23"})
    assert ids(found) == expected[2:5]
    assert (
        due(arrears, **{"from": "2026-11-25", "to": "2026-11-30"}).body["items"][0]["amount"]
        == 100_000
    )


def test_a_payment_moves_an_account_in_the_due_list_at_once(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-10-20")
    entry = clerk.posted(account, "repayment", 130_000)["transaction_id"]
    (row,) = due(arrears).body["items"]
    assert (row["due_on"], row["amount"], row["days_past_due"]) == ("2026-11-19", 70_000, 5)
    clerk.posted(account, "repayment", 70_000)
    assert due(arrears).body["items"] == []
    clerk.reverses(account, entry)
    assert due(arrears).body["items"][0]["due_on"] == "2026-10-20"


@pytest.mark.usefixtures("offices")
def test_lists_and_ageing_keep_to_the_offices_of_the_caller(clerk: Clerk, arrears: Room) -> None:
    here, there = of_another(clerk, "PST"), of_another(clerk, "SGR", "Wayan")
    mine, theirs = lends(here, "2026-10-25"), lends(there, "2026-10-25", product="Murabahah")
    lends(clerk, "2026-10-25")
    bound = arrears.by("officer", "PST")
    assert ids(due(bound)) == [mine]
    assert ids(due(arrears, office="SGR")) == [theirs]
    assert ids(due(arrears, product="Murabahah")) == [theirs]
    assert bound("GET", "/arrears/ageing").body["count"] == 1
    assert arrears("GET", "/arrears/ageing").body["count"] == 3
    assert arrears("GET", "/arrears/ageing", query={"product": "Murabahah"}).body["count"] == 1
    assert bound("GET", "/arrears/due", query={"office": "SGR"}).status == 403
    assert bound("GET", "/arrears/ageing", query={"office": "SGR"}).status == 403


@pytest.mark.usefixtures("offices")
def test_a_filtered_page_ends_after_some_rounds_and_goes_on_by_its_cursor(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arrears.ageing.due_lists.MAX_PAGE", 1)
    other = of_another(clerk, "PST")
    wanted = []
    for day in sorted(LATE):
        lends(clerk, day)
        wanted.append(lends(other, day))
    first = due(arrears, office="PST", limit=5)
    assert len(first.body["items"]) < 5
    assert first.body["next_cursor"]
    found = pages(arrears, "/arrears/due", office="PST", limit=5)
    assert [row["account_id"] for row in found] == wanted


def test_ageing_sums_buckets_classes_and_risk(clerk: Clerk, arrears: Room) -> None:
    accounts = [lends(clerk, day) for day in LATE]
    clerk.posted(accounts[2], "repayment", 40_000)
    closed = lends(clerk, "2026-05-01")
    clerk.posted(closed, "repayment", 200_000)
    answer = arrears("GET", "/arrears/ageing")
    assert (answer.status, answer.calls) == (200, 4)
    body = answer.body
    assert body["as_of"] == TODAY
    buckets = {b["from_day"]: (b["count"], b["overdue_amount"]) for b in body["buckets"]}
    assert buckets == {
        0: (1, 0),
        1: (2, 100_000 + 60_000),
        31: (1, 200_000),
        61: (0, 0),
        91: (1, 200_000),
        121: (0, 0),
        181: (1, 200_000),
    }
    assert body["outstanding_principal"] == 6 * 200_000 - 40_000
    assert body["par"]["30"] == {"amount": 600_000, "ratio": 0.5172}
    assert [c["count"] for c in body["collectability"]] == [4, 1, 1, 0]
    assert body["collectability"][1]["label"] == "Kurang lancar"
    assert sum(b["outstanding_principal"] for b in body["buckets"]) == 1_160_000


def test_grace_and_pauses_change_the_class_but_not_the_bucket(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-08-01")
    body = {"start_on": "2026-09-01", "end_on": "2026-11-01"}
    assert arrears("POST", f"/accounts/{account}/pauses", body).status == 201
    found = arrears("GET", "/arrears/ageing").body
    assert [c["count"] for c in found["collectability"]] == [1, 0, 0, 0]
    assert [b["from_day"] for b in found["buckets"] if b["count"]] == [91]


def test_ageing_agrees_with_the_arrears_of_each_account(clerk: Clerk, arrears: Room) -> None:
    accounts = [lends(clerk, day) for day in LATE] + [clerk.financing()]
    clerk.posted(accounts[-1], "repayment", 333_000)
    each = [arrears("GET", f"/accounts/{a}/arrears").body for a in accounts]
    found = arrears("GET", "/arrears/ageing").body
    assert found["overdue_amount"] == sum(a["overdue_amount"] for a in each)
    assert found["outstanding_principal"] == sum(a["outstanding_principal"] for a in each)
    for grade in found["collectability"]:
        same = [a for a in each if a["collectability"]["class"] == grade["class"]]
        assert grade["count"] == len(same)


def test_a_bucket_opens_to_its_accounts(clerk: Clerk, arrears: Room) -> None:
    accounts = dict(zip(LATE, [lends(clerk, day) for day in LATE], strict=True))
    lends(clerk, "2026-12-24")
    sizes = {b["from_day"]: b["count"] for b in arrears("GET", "/arrears/ageing").body["buckets"]}
    for first, size in sizes.items():
        items = pages(arrears, "/arrears/ageing/accounts", bucket=first, limit=1)
        assert len(items) == size
    late = arrears("GET", "/arrears/ageing/accounts", query={"bucket": 1})
    assert ids(late) == [accounts["2026-10-25"], accounts["2026-11-23"]]


def test_a_later_date_shows_what_will_be_and_an_earlier_one_needs_a_snapshot(
    clerk: Clerk, arrears: Room
) -> None:
    lends(clerk, "2026-11-24")
    later = arrears("GET", "/arrears/ageing", query={"as_of": "2026-12-25"}).body
    assert (later["overdue_amount"], later["buckets"][2]["count"]) == (200_000, 1)
    earlier = arrears("GET", "/arrears/ageing", query={"as_of": "2026-11-23"})
    assert (earlier.status, earlier.fields) == (422, ["as_of"])
    assert "rekaman harian" in earlier.body["errors"][0]["message"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("due", {"from": "2026-02-30"}, "from"),
        ("due", {"from": "2026-12-01", "to": "2026-11-01"}, "to"),
        ("due", {"limit": 101}, "limit"),
        ("due", {"cursor": "x"}, "cursor"),
        ("due", {"offce": "PST"}, "offce"),
        ("ageing", {"as_of": "1"}, "as_of"),
        ("ageing", {"office": ""}, "office"),
        ("ageing/accounts", {}, "bucket"),
        ("ageing/accounts", {"bucket": 2}, "bucket"),
        ("ageing/accounts", {"bucket": -1}, "bucket"),
    ],
)
def test_a_question_that_cannot_be(
    arrears: Room, path: str, query: dict[str, object], field: str
) -> None:
    answer = arrears("GET", f"/arrears/{path}", query=query)
    assert (answer.status, answer.fields) == (422, [field])


def test_a_cursor_belongs_to_its_list(clerk: Clerk, arrears: Room) -> None:
    for day in LATE:
        lends(clerk, day)
    cursor = due(arrears, limit=1).body["next_cursor"]
    other = arrears("GET", "/arrears/due", query={"product": "Mikro", "cursor": cursor})
    assert (other.status, other.fields) == (422, ["cursor"])


def saves_settings(**changed: object) -> None:
    answer = Room("auth", identity())("PUT", "/auth/settings", {"name": "KSP Maju", **changed})
    assert answer.status == 200, answer.body


def test_buckets_are_the_cooperatives_own(clerk: Clerk, arrears: Room) -> None:
    saves_settings(ageing_buckets=[7, 45])
    accounts = [lends(clerk, due_on) for due_on in LATE]
    body = arrears("GET", "/arrears/ageing").body
    assert [(b["from_day"], b["to_day"], b["count"]) for b in body["buckets"]] == [
        (0, 7, 2),
        (8, 45, 2),
        (46, None, 2),
    ]
    found = pages(arrears, "/arrears/ageing/accounts", bucket=8)
    assert [row["account_id"] for row in found] == [accounts[3], accounts[2]]
    assert arrears("GET", "/arrears/ageing/accounts", query={"bucket": 31}).status == 422


def test_a_date_is_classed_by_the_profile_that_held_then(clerk: Clerk, arrears: Room) -> None:
    account = lends(clerk, "2026-08-01")
    history = [
        {"from": None, "profile": "ojk"},
        {"from": "2026-10-01", "profile": "cooperative"},
    ]
    saves_settings(collectability="cooperative", collectability_history=history)
    path = f"/accounts/{account}/arrears"
    found = [
        arrears("GET", path, query={"as_of": day}).body["collectability"]
        for day in ("2026-09-30", "2026-10-01")
    ]
    assert found == [
        {"profile": "ojk-2019", "class": 2, "label": "Dalam perhatian khusus"},
        {"profile": "cooperative-2021", "class": 1, "label": "Lancar"},
    ]
    assert arrears("GET", "/arrears/ageing").body["profile"] == "cooperative-2021"
