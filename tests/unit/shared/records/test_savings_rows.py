from datetime import date
from typing import Any

import pytest

from shared.records.savings_rows import CONTRIBUTION_SHARDS, MATURITY_SHARDS, attributes, from_item

ACCOUNT_ID = "01JB0000000000000000000001.S01JB0000000000000000000002"


def account(**more: Any) -> dict[str, Any]:
    return {
        "account_id": ACCOUNT_ID,
        "account_no": "SW00001",
        "product": "wajib",
        "status": "active",
        "opened_on": "2026-01-05",
        "balance": 0,
        **more,
    }


WAJIB = {"monthly_amount": 25_000, "due_day": 10}


def test_contributions_lie_by_the_oldest_that_is_unpaid() -> None:
    entry = attributes(account(**WAJIB, balance=60_000))
    assert entry["due_on"] == f"2026-03-10#{ACCOUNT_ID}"
    assert entry["due_shard"] in CONTRIBUTION_SHARDS
    row = from_item(entry)
    assert (row.member_id, row.account_no) == (ACCOUNT_ID.split(".", maxsplit=1)[0], "SW00001")
    found = list(row.unpaid(date(2026, 1, 1), date(2026, 4, 10)))
    assert found == [(date(2026, 3, 10), 15_000), (date(2026, 4, 10), 25_000)]


def test_only_the_months_between_two_days_are_told() -> None:
    row = from_item(attributes(account(**WAJIB)))
    assert [str(d) for d, _ in row.unpaid(date(2026, 4, 10), date(2026, 6, 9))] == [
        "2026-04-10",
        "2026-05-10",
    ]
    assert list(row.unpaid(date(2026, 4, 11), date(2026, 5, 9))) == []


def test_deposits_lie_by_the_day_on_which_they_mature() -> None:
    entry = attributes(account(product="berjangka", matures_on="2027-01-05", balance=5_000_000))
    assert entry["due_on"] == f"2027-01-05#{ACCOUNT_ID}"
    assert entry["due_shard"] in MATURITY_SHARDS
    row = from_item(entry)
    assert (row.matures_on, row.balance) == (date(2027, 1, 5), 5_000_000)
    assert list(row.unpaid(date.min, date.max)) == []


@pytest.mark.parametrize(
    "row",
    [
        account(),
        account(**WAJIB, status="closed"),
        account(matures_on="2027-01-05", status="closed"),
        account(**WAJIB, balance=2**53),
    ],
    ids=["no terms", "closed", "matured and closed", "paid beyond the calendar"],
)
def test_what_is_never_due_has_no_entry(row: dict[str, Any]) -> None:
    assert attributes(row) == {}
