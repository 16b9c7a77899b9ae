"""Missed contributions (simpanan wajib) as savings arrears, apart from financing."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.kernel.settings import settings
from shared.records.due_index import contributions_until
from tests.integration.accounts.clerk import Clerk
from tests.integration.events import Room


@pytest.fixture
def wajib(clerk: Clerk) -> str:
    """25,000 a month by the 10th, since 5 June 2026."""
    return clerk.savings("wajib", opened_on="2026-06-05", monthly_amount=25_000)


def savings(arrears: Room, clerk: Clerk, as_of: str | None = None) -> Any:
    query: dict[str, object] = {"as_of": as_of} if as_of else {}
    answer = arrears("GET", f"/members/{clerk.member_id}/arrears", query=query)
    assert answer.status == 200, answer.body
    return answer.body["savings"]


def test_missed_months_are_told_apart_in_one_call(clerk: Clerk, arrears: Room, wajib: str) -> None:
    clerk.posted(wajib, "deposit", 60_000, "2026-07-01")
    clerk.financing()
    clerk.savings()
    answer = arrears("GET", f"/members/{clerk.member_id}/arrears")
    assert (answer.status, answer.calls) == (200, 1)
    assert answer.body["overdue_amount"] == 1_100_000
    assert answer.body["savings"] == [
        {
            "account_id": wajib,
            "account_no": "SW00001",
            "product": "wajib",
            "monthly_amount": 25_000,
            "due_day": 10,
            "missed_months": 4,
            "missed_amount": 90_000,
            "since": "2026-08-10",
            "days_past_due": 106,
            "next_due_on": "2026-12-10",
            "explanation": (
                "Setoran wajib Rp25.000 sebulan terlewat 4 bulan sejak 10 Agustus 2026: lewat 106 "
                "hari per 24 November 2026. Dari yang tertua sudah disetor Rp10.000. Kekurangannya "
                "Rp90.000."
            ),
        }
    ]


def test_an_earlier_date_has_what_was_paid_by_then(clerk: Clerk, arrears: Room, wajib: str) -> None:
    clerk.posted(wajib, "deposit", 150_000, "2026-11-01")
    assert savings(arrears, clerk)[0]["missed_months"] == 0
    path = f"/members/{clerk.member_id}/arrears"
    earlier = arrears("GET", path, query={"as_of": "2026-10-31"})
    assert (earlier.calls, earlier.body["savings"][0]["missed_months"]) == (2, 5)
    assert savings(arrears, clerk, "2026-11-01")[0]["missed_months"] == 0


def test_a_reversed_deposit_was_never_there_on_any_date(
    clerk: Clerk, arrears: Room, wajib: str
) -> None:
    mistaken = clerk.posted(wajib, "deposit", 150_000, "2026-09-01")
    clerk.posted(wajib, "deposit", 25_000, "2026-11-01")
    assert clerk.reverses(wajib, mistaken["transaction_id"]).status == 201
    assert savings(arrears, clerk)[0]["missed_months"] == 5
    assert savings(arrears, clerk, "2026-09-30")[0]["missed_months"] == 4


def test_a_closed_account_owes_nothing_from_its_closing_on(
    clerk: Clerk, arrears: Room, wajib: str
) -> None:
    closing = {"closed_on": "2026-10-31"}
    assert clerk.accounts("POST", f"/accounts/{wajib}/close", closing).status == 200
    assert savings(arrears, clerk) == savings(arrears, clerk, "2026-10-31") == []
    assert savings(arrears, clerk, "2026-10-30")[0]["missed_months"] == 5


def test_a_month_day_by_day_is_the_same_in_the_panel_and_in_the_index(
    clerk: Clerk, arrears: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt, late, never = (
        clerk.savings("wajib", opened_on="2026-11-01", monthly_amount=25_000) for _ in range(3)
    )
    seen: dict[str, list[str]] = {prompt: [], late: [], never: []}
    for number in range(30):
        today = date(2026, 11, 1) + timedelta(days=number)
        monkeypatch.setenv("TODAY", str(today))
        settings.cache_clear()
        if today.day == 9:
            clerk.posted(prompt, "deposit", 25_000, str(today))
        if today.day in {12, 20}:
            clerk.posted(late, "deposit", 12_500, str(today))
        missed = {s["account_id"]: s for s in savings(arrears, clerk) if s["missed_months"]}
        indexed = {row.account_id: row for row in contributions_until(today - timedelta(days=1))}
        assert set(missed) == set(indexed)
        for account_id, found in missed.items():
            due = indexed[account_id].unpaid(date.min, today - timedelta(days=1))
            assert sum(amount for _, amount in due) == found["missed_amount"]
            seen[account_id].append(str(today))
    assert seen[prompt] == []
    assert (seen[late][0], seen[late][-1]) == ("2026-11-11", "2026-11-19")
    assert (seen[never][0], len(seen[never])) == ("2026-11-11", 20)
