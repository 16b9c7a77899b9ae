import pytest

from tests.integration.accounts.clerk import Clerk
from tests.integration.events import Room, identity


def leaves(clerk: Clerk, status: str = "left") -> list[dict[str, str]]:
    members = Room("members", identity())
    answer = members("PATCH", f"/members/{clerk.member_id}", {"status": status})
    assert answer.status == 200, answer.body
    warnings: list[dict[str, str]] = answer.body["warnings"]
    return warnings


@pytest.mark.parametrize("status", ["left", "deceased"])
def test_who_left_or_died_opens_no_account(clerk: Clerk, status: str) -> None:
    leaves(clerk, status)
    refused = clerk.opens({"kind": "savings", "product": "sukarela"})
    assert (refused.status, refused.fields) == (409, ["member_id"])
    assert leaves(clerk, "active") == []
    assert clerk.opens({"kind": "savings", "product": "sukarela"}).status == 201


def test_a_status_of_leaving_says_what_is_owed_and_saved(clerk: Clerk) -> None:
    clerk.financing()
    clerk.posted(clerk.savings(), "deposit", 70_000)
    clerk.posted(clerk.savings("wajib"), "deposit", 50_000)
    messages = [warned["message"] for warned in leaves(clerk)]
    assert len(messages) == 2
    assert "Rp1.320.000" in messages[0]
    assert "Rp120.000" in messages[1]


def test_a_status_of_leaving_warns_of_nothing_where_nothing_is_left(clerk: Clerk) -> None:
    clerk.savings()
    assert leaves(clerk) == []


@pytest.mark.parametrize("product", ["pokok", "wajib"])
def test_pokok_and_wajib_are_paid_out_only_to_who_has_left(clerk: Clerk, product: str) -> None:
    account = clerk.savings(product)
    clerk.posted(account, "deposit", 100_000)
    refused = clerk.posts(account, "withdrawal", 100_000)
    assert (refused.status, refused.fields) == (409, ["account_id"])
    leaves(clerk)
    assert clerk.posts(account, "withdrawal", 60_000).fields == ["amount"]
    assert clerk.posted(account, "withdrawal", 100_000)["balance_after"] == 0


def test_a_withdrawal_that_a_past_day_does_not_cover_is_refused(clerk: Clerk) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 100, "2026-03-01")
    clerk.posted(account, "withdrawal", 80, "2026-04-01")
    clerk.posted(account, "deposit", 500, "2026-05-01")
    refused = clerk.posts(account, "withdrawal", 50, "2026-03-15")
    assert (refused.status, refused.fields) == (422, ["amount"])
    assert "2026-04-01" in refused.body["errors"][0]["message"]
    assert clerk.posts(account, "withdrawal", 101, "2026-03-15").fields == ["amount"]
    assert clerk.posts(account, "withdrawal", 20, "2026-03-15").status == 201


def test_a_reversal_that_a_past_day_does_not_cover_is_refused(clerk: Clerk) -> None:
    account = clerk.savings()
    first = clerk.posted(account, "deposit", 100, "2026-03-01")["transaction_id"]
    clerk.posted(account, "withdrawal", 80, "2026-04-01")
    clerk.posted(account, "deposit", 500, "2026-05-01")
    refused = clerk.reverses(account, first)
    assert (refused.status, refused.fields) == (409, ["transaction_id"])
    assert "2026-04-01" in refused.body["errors"][0]["message"]
    assert clerk.row(account)["balance"] == 520
