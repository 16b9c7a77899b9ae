from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.settlement_waiver import SettlementWaiver
from shared.records import cooperative
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Answer

TERMS = {"principal": 12_000_000, "margin": 1_440_000}


@pytest.fixture
def waives(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def choose(**rule: Any) -> None:
        chosen = cooperative.Cooperative(settlement_waiver=SettlementWaiver(**rule))
        monkeypatch.setattr(cooperative, "_copy", (float("inf"), chosen))

    yield choose
    cooperative.forget()


def paid_for_three_months(clerk: Clerk) -> str:
    """Nine instalments of 1,000,000 and 120,000 are left, the first due on 5 December."""
    account = clerk.financing(**TERMS, first_due_on="2026-09-05")
    for day in ("2026-09-05", "2026-10-05", "2026-11-05"):
        clerk.posted(account, "repayment", 1_120_000, day)
    return account


def quoted(clerk: Clerk, account: str, **query: object) -> Answer:
    return clerk.accounts("GET", f"/accounts/{account}/settlement", query=query)


def settles(clerk: Clerk, account: str, key: str = "settle", **body: object) -> Answer:
    path = f"/accounts/{account}/settlement"
    sent = {"value_date": TODAY, **body}
    return clerk.accounts("POST", path, sent, headers={"idempotency-key": key})


def test_settling_is_booked_by_parts_and_the_waiver_takes_margin_only(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    owed = {
        "on": TODAY,
        "principal": 9_000_000,
        "margin": 1_080_000,
        "penalty": 0,
        "waived": 960_000,
        "total": 9_120_000,
    }
    done = settles(clerk, account, waived=960_000, total=9_120_000, note="pelunasan")
    assert done.status == 201, done.body
    assert {name: done.body[name] for name in owed} == owed
    paid, waived = done.body["transactions"]
    assert (paid["type"], paid["amount"]) == ("repayment", 9_120_000)
    assert paid["allocation"] == {
        "principal": 9_000_000,
        "margin": 120_000,
        "penalty": 0,
        "first": 4,
        "last": 12,
    }
    assert (waived["type"], waived["amount"]) == ("adjustment", 960_000)
    assert (waived["allocation"]["principal"], waived["allocation"]["margin"]) == (0, 960_000)
    assert (paid["together_with"], waived["together_with"]) == (
        waived["transaction_id"],
        paid["transaction_id"],
    )
    assert done.body["account"] == clerk.row(account)
    row = clerk.row(account)
    assert (row["outstanding"], row["paid_count"], row["next_due_on"]) == (0, 12, None)
    assert sum(entry["effect"] for entry in clerk.ledger(account)) == 0
    assert clerk.ledger(account)[:2] == [waived, paid]


@pytest.mark.parametrize(
    ("rule", "waived"),
    [
        ({}, 1_080_000),
        ({"waives": "future"}, 1_080_000),
        ({"waives": "months", "months": 8}, 960_000),
        ({"waives": "months", "months": 99}, 1_080_000),
        ({"waives": "months"}, 0),
        ({"waives": "none"}, 0),
    ],
)
def test_what_is_waived_follows_from_the_settings(
    clerk: Clerk, waives: Any, rule: dict[str, object], waived: int
) -> None:
    waives(**rule)
    account = paid_for_three_months(clerk)
    body = quoted(clerk, account).body
    assert (body["waived"], body["total"]) == (waived, 10_080_000 - waived)
    assert len(settles(clerk, account).body["transactions"]) == (2 if waived else 1)
    assert clerk.row(account)["outstanding"] == 0


def test_margin_that_is_due_by_the_day_is_owed_and_so_are_penalties(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    clerk.posted(account, "penalty", 25_000)
    assert quoted(clerk, account, on="2026-12-05").body == {
        "on": "2026-12-05",
        "principal": 9_000_000,
        "margin": 1_080_000,
        "penalty": 25_000,
        "waived": 960_000,
        "total": 9_145_000,
    }
    assert quoted(clerk, account).body["waived"] == 1_080_000


def test_reversing_either_entry_takes_back_both(clerk: Clerk) -> None:
    for which in (0, 1):
        account = paid_for_three_months(clerk)
        before = clerk.row(account), clerk.schedule(account)
        entries = settles(clerk, account, f"settle-{which}").body["transactions"]
        assert clerk.reverses(account, entries[which]["transaction_id"]).status == 201
        assert (clerk.row(account), clerk.schedule(account)) == before
        kept = {one["transaction_id"]: one for one in clerk.ledger(account)}
        assert all(kept[one["transaction_id"]]["reversed_by"] for one in entries)
        other = clerk.reverses(account, entries[1 - which]["transaction_id"])
        assert (other.status, other.fields) == (409, ["transaction_id"])


def test_a_reversal_after_the_loan_was_closed_opens_it_again(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    before = clerk.schedule(account)
    paid, _ = settles(clerk, account).body["transactions"]
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 200
    assert clerk.reverses(account, paid["transaction_id"]).status == 201
    row = clerk.row(account)
    assert (row["status"], row["closed_on"], row["outstanding"]) == ("active", None, 10_080_000)
    assert clerk.schedule(account) == before
    assert row["next_due_on"] == "2026-12-05"


def test_a_retried_settlement_is_the_same_one(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    first = settles(clerk, account)
    assert settles(clerk, account).body == first.body
    assert len(clerk.ledger(account)) == 6
    again = settles(clerk, account, "another")
    assert (again.status, again.fields) == (409, ["account_id"])


def test_a_total_that_no_longer_fits_posts_nothing(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    told = quoted(clerk, account).body["total"]
    clerk.posted(account, "penalty", 10_000)
    refused = settles(clerk, account, total=told)
    assert (refused.status, refused.fields) == (409, ["total"])
    assert "Rp9.010.000" in refused.body["errors"][0]["message"]
    assert len(clerk.ledger(account)) == 5


def test_what_cannot_be_settled_says_why(clerk: Clerk) -> None:
    savings, account = clerk.savings(), paid_for_three_months(clerk)
    assert quoted(clerk, savings).status == settles(clerk, savings).status == 409
    assert settles(clerk, account, waived=1_080_001).fields == ["waived"]
    assert settles(clerk, account, value_date="2026-11-04").fields == ["value_date"]
    assert settles(clerk, account, value_date="2026-11-25").fields == ["value_date"]
    assert quoted(clerk, account, on="2026-11-04").fields == ["on"]
    path = f"/accounts/{account}/settlement"
    assert clerk.accounts("POST", path, {"value_date": TODAY}).status == 422
    assert len(clerk.ledger(account)) == 4


def test_an_adjustment_names_its_part_and_a_penalty_is_waived_by_itself(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    clerk.posted(account, "penalty", 25_000)
    waived = clerk.posts(account, "adjustment", 25_000, part="penalty").body
    assert waived["parts"] == {"principal": 0, "margin": 0, "penalty": 25_000}
    assert waived["allocation"] == {
        "principal": 0,
        "margin": 0,
        "penalty": 25_000,
        "first": 4,
        "last": 4,
    }
    margin = clerk.posts(account, "adjustment", 200_000, part="margin").body["allocation"]
    assert (margin["margin"], margin["first"], margin["last"]) == (200_000, 4, 5)
    assert clerk.row(account)["outstanding_principal"] == 9_000_000


def test_a_repayment_is_kept_as_its_parts_say(clerk: Clerk) -> None:
    account = paid_for_three_months(clerk)
    parts = {"principal": 2_000_000, "margin": 120_000}
    paid = clerk.posts(account, "repayment", 2_120_000, parts=parts).body["allocation"]
    assert (paid["principal"], paid["margin"]) == (2_000_000, 120_000)
    rows = clerk.schedule(account)
    assert [row["unpaid"] for row in rows[3:6]] == [0, 120_000, 1_120_000]
    assert clerk.row(account)["next_due_on"] == "2027-01-05"


@pytest.mark.parametrize(
    ("kind", "amount", "more", "field"),
    [
        ("adjustment", 1_080_001, {"part": "margin"}, "amount"),
        ("adjustment", 1, {"part": "penalty"}, "amount"),
        ("adjustment", 1, {"part": "jasa"}, "part"),
        ("penalty", 1, {"part": "penalty"}, "part"),
        ("repayment", 3, {"parts": {"principal": 2}}, "parts"),
        ("repayment", 1, {"part": "margin", "parts": {"margin": 1}}, "parts"),
        ("repayment", 9_000_001, {"parts": {"principal": 9_000_001}}, "amount"),
    ],
)
def test_parts_that_cannot_be_are_refused(
    clerk: Clerk, kind: str, amount: int, more: dict[str, Any], field: str
) -> None:
    account = paid_for_three_months(clerk)
    refused = clerk.posts(account, kind, amount, **more)
    assert (refused.status, refused.fields) == (422, [field])
    assert len(clerk.ledger(account)) == 4


def test_savings_have_no_parts(clerk: Clerk) -> None:
    refused = clerk.posts(clerk.savings(), "adjustment", 5, part="margin")
    assert (refused.status, refused.fields) == (422, ["part"])
