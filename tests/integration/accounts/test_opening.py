from typing import Any

import pytest

from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import UNKNOWN_ID, Room, identity

FINANCING: dict[str, Any] = {
    "kind": "financing",
    "product": "Murabahah Multiguna",
    "method": "flat",
    "principal": 1_000_000,
    "annual_rate": 12,
    "tenor_months": 12,
    "first_due_on": "2026-01-31",
    "grace_days": 3,
}


def test_savings_open_with_nothing_and_a_number_given_out(clerk: Clerk) -> None:
    answer = clerk.opens({"kind": "savings", "product": "Wajib"})
    assert answer.status == 201
    assert answer.body == {
        "account_id": answer.body["account_id"],
        "account_no": "SW00001",
        "member_id": clerk.member_id,
        "kind": "savings",
        "product": "wajib",
        "status": "active",
        "opened_on": "2026-01-10",
        "closed_on": None,
        "currency": "IDR",
        "balance": 0,
        "installments": [],
    }
    assert clerk.opens({"kind": "savings", "product": "wajib"}).body["account_no"] == "SW00002"
    row = clerk.row(answer.body["account_id"])
    assert row == {k: v for k, v in answer.body.items() if k != "installments"}


def test_financing_opens_with_its_schedule_and_its_disbursement(clerk: Clerk) -> None:
    answer = clerk.opens(FINANCING)
    assert answer.status == 201, answer.body
    row = answer.body
    assert (row["account_no"], row["outstanding"], row["next_due_on"]) == (
        "PB00001",
        1_120_000,
        "2026-01-31",
    )
    assert (row["next_due_amount"], row["annual_rate"], row["method"]) == (93_333, "12", "flat")
    assert (row["tenor_months"], row["grace_days"], row["installment_count"]) == (12, 3, 12)
    due = [i["due_on"] for i in row["installments"]]
    assert due[:3] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert sum(i["amount"] for i in row["installments"]) == 1_120_000
    assert row["installments"][0]["status"] == "unpaid"
    shown = clerk.schedule(row["account_id"])
    assert [one.pop("overdue") for one in shown[:2]] == [True, True]
    assert shown[:2] == row["installments"][:2]
    (lent,) = clerk.ledger(row["account_id"])
    assert (lent["type"], lent["amount"], lent["effect"], lent["balance_after"]) == (
        "disbursement",
        1_000_000,
        1_120_000,
        1_120_000,
    )
    assert lent["value_date"] == "2026-01-10"


@pytest.mark.parametrize("count", [1, 99, 120, 360, 600])
def test_a_schedule_of_that_many_instalments_is_taken(clerk: Clerk, count: int) -> None:
    answer = clerk.opens({**FINANCING, "method": "annuity", "tenor_months": count}, key="long")
    assert answer.status == 201, answer.body
    assert len(answer.body["installments"]) == count
    assert sum(i["principal"] for i in answer.body["installments"]) == 1_000_000
    again = clerk.opens({**FINANCING, "method": "annuity", "tenor_months": count}, key="long")
    assert again.body == answer.body


def explicit(count: int, step: int = 1) -> list[dict[str, object]]:
    from datetime import date, timedelta

    first = date(2026, 1, 10)
    return [
        {"due_on": str(first + timedelta(days=n * step)), "principal": 10_000, "margin": 100}
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 600])
def test_an_explicit_daily_schedule_is_taken(clerk: Clerk, count: int) -> None:
    body = {"kind": "financing", "product": "Harian", "grace_days": 0}
    answer = clerk.opens({**body, "installments": explicit(count)})
    assert answer.status == 201, answer.body
    row = answer.body
    assert (row["method"], row["tenor_months"], row["principal"]) == (
        "explicit",
        None,
        count * 10_000,
    )
    read = clerk.accounts("GET", f"/accounts/{row['account_id']}/schedule")
    assert (read.calls, len(read.body["items"])) == (1, count)
    assert (read.body["total_principal"], read.body["total_margin"]) == (
        count * 10_000,
        count * 100,
    )


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"tenor_months": 601}, ["tenor_months"]),
        ({"tenor_months": 0}, ["tenor_months"]),
        ({"tenor_months": 12.5}, ["tenor_months"]),
        ({"principal": 0}, ["principal"]),
        ({"principal": -1}, ["principal"]),
        ({"principal": 1000.5}, ["principal"]),
        ({"principal": 10**15 + 1}, ["principal"]),
        ({"principal": "1000000"}, ["principal"]),
        ({"annual_rate": -1}, ["annual_rate"]),
        ({"annual_rate": "dua belas"}, ["annual_rate"]),
        ({"annual_rate": True}, ["annual_rate"]),
        ({"annual_rate": None}, ["margin"]),
        ({"margin": 5}, ["margin"]),
        ({"method": "balloon"}, ["method"]),
        ({"method": "explicit"}, ["installments"]),
        ({"method": None, "first_due_on": None}, ["method", "first_due_on"]),
        ({"first_due_on": "2026-01-09"}, ["first_due_on"]),
        ({"first_due_on": "2026-02-30"}, ["first_due_on"]),
        ({"opened_on": "2026-11-25"}, ["opened_on"]),
        ({"opened_on": 20260110}, ["opened_on"]),
        ({"grace_days": -1}, ["grace_days"]),
        ({"product": ""}, ["product"]),
        ({"product": "   "}, ["product"]),
        ({"account_no": "#1"}, ["account_no"]),
        ({"kind": "loan"}, ["kind"]),
        ({"colour": "red"}, ["colour"]),
        ({"kind": "savings"}, ["principal"]),
        ({"installments": explicit(2)}, ["principal"]),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_writes_nothing(
    clerk: Clerk, change: dict[str, object], fields: list[str]
) -> None:
    answer = clerk.opens({**FINANCING, **change})
    assert answer.status == 422
    assert set(fields) <= set(answer.fields)
    assert answer.headers["content-type"] == "application/problem+json"
    assert clerk.accounts("GET", f"/members/{clerk.member_id}/accounts").body["items"] == []


@pytest.mark.parametrize(
    ("installments", "field"),
    [
        (explicit(601), "installments"),
        ([], "installments"),
        ([*explicit(2), *explicit(1)], "installments.2.due_on"),
        ([{"due_on": "2026-02-01", "principal": 0}], "installments.0.principal"),
        ([{"due_on": "2026-02-01", "principal": -5}], "installments.0.principal"),
        ([{"due_on": "2026-02-01"}], "installments.0.principal"),
        ([{"due_on": "2025-02-01", "principal": 5}], "installments.0.due_on"),
        ([{"due_on": "2026-02-01", "principal": 0, "margin": 5}], "installments"),
    ],
)
def test_explicit_schedules_that_cannot_be(clerk: Clerk, installments: Any, field: str) -> None:
    body = {"kind": "financing", "product": "Harian", "installments": installments}
    answer = clerk.opens(body)
    assert (answer.status, answer.fields) == (422, [field])


def test_a_refusal_speaks_the_readers_language(clerk: Clerk) -> None:
    sent = {**FINANCING, "member_id": clerk.member_id, "opened_on": "2026-11-25"}
    for language, word in (("id", "setelah hari ini"), ("en", "after today")):
        headers = {"accept-language": language}
        answer = clerk.accounts("POST", "/accounts", sent, headers=headers)
        assert word in answer.body["errors"][0]["message"]


def test_an_account_number_belongs_to_one_account(clerk: Clerk) -> None:
    clerk.savings(account_no="SS-17")
    answer = clerk.opens({"kind": "savings", "product": "wajib", "account_no": "ss-17"})
    assert (answer.status, answer.fields) == (409, ["account_no"])


def test_a_number_that_is_taken_is_skipped_when_one_is_given_out(clerk: Clerk) -> None:
    clerk.savings("pokok", account_no="SP00001")
    assert clerk.opens({"kind": "savings", "product": "pokok"}).body["account_no"] == "SP00002"


def test_numbers_that_came_with_an_import_are_leapt_over(clerk: Clerk) -> None:
    for number in range(1, 41):
        clerk.savings("pokok", account_no=f"SP{number:05}")
    answer = clerk.opens({"kind": "savings", "product": "pokok"})
    assert (answer.status, answer.body["account_no"]) == (201, "SP00064")


def test_a_member_is_found_by_the_account_number(clerk: Clerk) -> None:
    clerk.savings(account_no="SS-7788")
    found = Room("members", identity())("GET", "/members", query={"q": "ss 7788"})
    assert [m["member_id"] for m in found.body["items"]] == [clerk.member_id]


def test_an_account_of_no_member_is_not_found_and_leaves_nothing(clerk: Clerk) -> None:
    for member_id in (UNKNOWN_ID, "siti"):
        body = {"member_id": member_id, "kind": "savings", "product": "wajib", "account_no": "X1"}
        answer = clerk.opens(body)
        assert (answer.status, answer.fields) == (404, ["member"])
    assert clerk.opens({"kind": "savings", "product": "wajib", "account_no": "X1"}).status == 201


def test_the_same_opening_twice_opens_once(clerk: Clerk) -> None:
    first, again = (clerk.opens(FINANCING, key="one") for _ in range(2))
    assert first.body == again.body
    other = clerk.opens({**FINANCING, "principal": 5_000}, key="one")
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])
    items = clerk.accounts("GET", f"/members/{clerk.member_id}/accounts").body["items"]
    assert len(items) == 1


def test_a_members_accounts_are_one_call_and_by_kind(clerk: Clerk) -> None:
    savings = [clerk.savings(p) for p in ("pokok", "wajib")]
    financing = clerk.financing()
    path = f"/members/{clerk.member_id}/accounts"
    for kind, expected in (
        (None, [financing, *savings]),
        ("savings", savings),
        ("financing", [financing]),
    ):
        answer = clerk.accounts("GET", path, query={"kind": kind} if kind else {})
        assert answer.calls == 1
        assert {i["account_id"] for i in answer.body["items"]} == set(expected)
        assert answer.body["next_cursor"] is None
    assert clerk.accounts("GET", path, query={"kind": "loan"}).fields == ["kind"]


def test_no_accounts_and_no_member_are_told_apart(clerk: Clerk) -> None:
    none = clerk.accounts("GET", f"/members/{clerk.member_id}/accounts")
    assert (none.status, none.calls, none.body["items"]) == (200, 2, [])
    for member_id in (UNKNOWN_ID, "siti"):
        answer = clerk.accounts("GET", f"/members/{member_id}/accounts")
        assert (answer.status, answer.fields) == (404, ["member"])


def test_an_unknown_account_is_not_found(clerk: Clerk) -> None:
    for account_id in (
        f"{clerk.member_id}.S{UNKNOWN_ID}",
        f"{clerk.member_id}.F{UNKNOWN_ID}",
        "17",
        f"{clerk.member_id}.X{UNKNOWN_ID}",
    ):
        for path in ("", "/schedule", "/transactions"):
            answer = clerk.accounts("GET", f"/accounts/{account_id}{path}")
            assert (answer.status, answer.fields) == (404, ["account"]), path
        assert clerk.posts(account_id, "deposit", 5).status == 404


def test_savings_have_no_schedule(clerk: Clerk) -> None:
    answer = clerk.accounts("GET", f"/accounts/{clerk.savings()}/schedule")
    assert (answer.status, answer.fields) == (404, ["account"])


def test_who_is_bound_to_an_office_sees_and_writes_only_there(clerk: Clerk) -> None:
    account_id = clerk.savings()
    bound = clerk.accounts.by("admin", offices="SGR")
    for answer in (
        bound("GET", f"/members/{clerk.member_id}/accounts"),
        bound("GET", f"/accounts/{account_id}"),
        bound("GET", f"/accounts/{account_id}/transactions"),
        Clerk(bound, clerk.member_id).posts(account_id, "deposit", 5),
        Clerk(bound, clerk.member_id).opens({"kind": "savings", "product": "wajib"}),
    ):
        assert answer.status == 403


def test_a_viewer_may_look_but_not_open(clerk: Clerk) -> None:
    account_id = clerk.savings()
    viewer = Clerk(clerk.accounts.by("viewer"), clerk.member_id)
    assert viewer.row(account_id)["balance"] == 0
    assert viewer.opens({"kind": "savings", "product": "wajib"}).status == 403
    assert viewer.posts(account_id, "deposit", 5).status == 403


def test_an_account_opened_today_may_be_due_today(clerk: Clerk) -> None:
    body = {**FINANCING, "opened_on": TODAY, "first_due_on": TODAY}
    assert clerk.opens(body).status == 201
