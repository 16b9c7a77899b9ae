"""Savings with terms: what is saved a month, when a deposit matures, and the index of both."""

from datetime import date
from typing import Any

import pytest

from shared.domain.contributions import MandatorySavings
from shared.records import cooperative
from shared.records.due_index import contributions_until, due_until, maturing
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Room, identity

LAST = date(9999, 12, 31)


def due_of(account_id: str) -> str | None:
    """The oldest unpaid contribution's date, as the index has it."""
    rows = [row for row in contributions_until(LAST) if row.account_id == account_id]
    found = [str(due) for row in rows for due, _ in row.unpaid(date.min, date(2030, 1, 1))]
    return found[0] if found else None


def test_wajib_opens_with_what_is_saved_a_month(clerk: Clerk) -> None:
    row = clerk.row(clerk.savings("Wajib", monthly_amount=25_000))
    assert (row["product"], row["monthly_amount"], row["due_day"]) == ("wajib", 25_000, 10)
    assert "matures_on" not in row


def test_the_cooperatives_own_amount_is_what_wajib_begins_with(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = MandatorySavings(monthly_amount=50_000, due_day=5)
    chosen = cooperative.Cooperative(mandatory_savings=usual)
    monkeypatch.setattr(cooperative, "_copy", (float("inf"), chosen))
    row = clerk.row(clerk.savings("wajib"))
    assert (row["monthly_amount"], row["due_day"]) == (50_000, 5)
    own = clerk.row(clerk.savings("wajib", monthly_amount=10_000, due_day=31))
    assert (own["monthly_amount"], own["due_day"]) == (10_000, 31)
    assert "monthly_amount" not in clerk.row(clerk.savings("sukarela"))


def test_a_term_deposit_matures_on_a_date_or_after_months(clerk: Clerk) -> None:
    row = clerk.row(clerk.savings("berjangka", opened_on="2026-08-31", tenor_months=6))
    assert (row["matures_on"], row["tenor_months"]) == ("2027-02-28", 6)
    row = clerk.row(clerk.savings("Simpanan Haji", matures_on="2030-01-01"))
    assert (row["matures_on"], row["tenor_months"]) == ("2030-01-01", None)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"product": "berjangka", "matures_on": "2026-01-10"}, ["matures_on"]),
        ({"product": "berjangka", "opened_on": "9999-12-01", "tenor_months": 12}, ["opened_on"]),
        ({"product": "wajib", "matures_on": "2027-01-10"}, ["matures_on"]),
        ({"product": "pokok", "tenor_months": 12}, ["tenor_months"]),
        ({"product": "wajib", "due_day": 10}, ["monthly_amount"]),
        ({"product": "wajib", "monthly_amount": 1, "due_day": 32}, ["due_day"]),
        ({"product": "sukarela", "monthly_amount": 1, "due_day": 1}, ["monthly_amount", "due_day"]),
        ({"product": "sukarela", "principal": 1}, ["principal"]),
    ],
)
def test_terms_that_cannot_be(clerk: Clerk, body: dict[str, Any], fields: list[str]) -> None:
    answer = clerk.opens({"kind": "savings", **body})
    assert (answer.status, answer.fields) == (422, fields)


def test_financing_takes_no_terms_of_savings(clerk: Clerk) -> None:
    body = {"kind": "financing", "product": "Mikro", "due_day": 10, "matures_on": "2027-01-01"}
    answer = clerk.opens(body)
    assert (answer.status, answer.fields) == (422, ["due_day", "matures_on"])


def test_the_index_follows_each_posting_and_reversal(clerk: Clerk) -> None:
    account = clerk.savings("wajib", opened_on="2026-06-05", monthly_amount=25_000)
    assert due_of(account) == "2026-06-10"
    clerk.posted(account, "deposit", 60_000, "2026-08-01")
    assert due_of(account) == "2026-08-10"
    mistaken = clerk.posted(account, "deposit", 500_000)
    assert due_of(account) == "2028-04-10"
    assert clerk.reverses(account, mistaken["transaction_id"]).status == 201
    assert due_of(account) == "2026-08-10"
    members = Room("members", identity())
    members("PATCH", f"/members/{clerk.member_id}", {"status": "left"})
    clerk.posted(account, "withdrawal", 60_000)
    assert due_of(account) == "2026-06-10"


def test_a_closed_account_leaves_the_index(clerk: Clerk) -> None:
    wajib = clerk.savings("wajib", monthly_amount=25_000)
    deposit = clerk.savings("berjangka", matures_on="2026-12-01")
    for account in (wajib, deposit):
        assert clerk.accounts("POST", f"/accounts/{account}/close", {}).status == 200
    assert list(contributions_until(LAST)) == list(maturing(date.min, LAST)) == []


def test_only_deposits_that_mature_between_two_days_are_read(clerk: Clerk) -> None:
    days = ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01")
    accounts = [clerk.savings("berjangka", matures_on=day) for day in days]
    clerk.posted(accounts[1], "deposit", 5_000_000)
    found = {row.account_id: row for row in maturing(date(2026, 12, 1), date(2026, 12, 31))}
    assert set(found) == set(accounts[1:3])
    assert found[accounts[1]].balance == 5_000_000


def test_who_reads_financing_sees_no_savings(clerk: Clerk) -> None:
    clerk.savings("wajib", monthly_amount=25_000)
    clerk.savings("berjangka", matures_on="2026-12-01")
    financing = clerk.financing()
    assert [row.account_id for row in due_until()] == [financing]
    assert len(list(contributions_until(date.fromisoformat(TODAY)))) == 1
