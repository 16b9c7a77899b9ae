from typing import Any

import pytest

from tests.integration.accounts.clerk import TODAY, Clerk


def test_savings_come_and_go_and_the_ledger_sums_to_the_balance(clerk: Clerk) -> None:
    account = clerk.savings()
    posted = clerk.posts(account, "deposit", 500_000, note="setoran awal")
    assert posted.status == 201
    assert posted.body == {
        "transaction_id": posted.body["transaction_id"],
        "account_id": account,
        "type": "deposit",
        "value_date": TODAY,
        "posted_at": posted.body["posted_at"],
        "amount": 500_000,
        "effect": 500_000,
        "balance_after": 500_000,
        "note": "setoran awal",
        "document_no": None,
        "officer": "siti",
        "reverses": None,
        "reversed_by": None,
        "allocation": None,
    }
    for kind, amount, balance in (
        ("withdrawal", 120_000, 380_000),
        ("interest", 1_500, 381_500),
        ("fee", 500, 381_000),
        ("adjustment", 19_000, 400_000),
    ):
        assert clerk.posted(account, kind, amount)["balance_after"] == balance
    assert clerk.row(account)["balance"] == 400_000
    assert sum(t["effect"] for t in clerk.ledger(account)) == 400_000


def test_a_repayment_covers_the_oldest_instalment_first(clerk: Clerk) -> None:
    account = clerk.financing()
    paid = clerk.posted(account, "repayment", 160_000)
    assert paid["effect"] == -160_000
    assert paid["allocation"] == {
        "principal": 140_000,
        "margin": 20_000,
        "penalty": 0,
        "first": 1,
        "last": 2,
    }
    charged = clerk.posted(account, "penalty", 5_000)
    assert charged["allocation"]["first"] == 2
    first, second, third, *_ = clerk.schedule(account)
    assert (first["status"], second["status"], third["status"]) == ("paid", "partly", "unpaid")
    assert (second["penalty"], second["unpaid"], second["amount"]) == (5_000, 65_000, 115_000)
    row = clerk.row(account)
    assert (row["outstanding"], row["outstanding_penalty"], row["paid"]) == (
        1_165_000,
        5_000,
        160_000,
    )
    assert (row["next_due_on"], row["next_due_amount"], row["paid_count"]) == (
        "2026-03-05",
        65_000,
        1,
    )
    assert sum(t["effect"] for t in clerk.ledger(account)) == row["outstanding"]


def test_a_backdated_entry_takes_its_place(clerk: Clerk) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 110_000, "2026-05-01")
    charged = clerk.posted(account, "penalty", 7_000, "2026-02-10")
    assert charged["allocation"]["first"] == 1
    first, second, *_ = clerk.schedule(account)
    assert (first["paid_penalty"], first["unpaid"], second["paid"]) == (7_000, 7_000, 0)


@pytest.mark.parametrize(
    ("kind", "amount", "field"),
    [
        ("deposit", 0, "amount"),
        ("deposit", -5, "amount"),
        ("deposit", 10.5, "amount"),
        ("deposit", 10.0, "amount"),
        ("deposit", 10**15 + 1, "amount"),
        ("deposit", "1000", "amount"),
        ("deposit", None, "amount"),
        ("deposit", True, "amount"),
        ("withdrawal", 1_001, "amount"),
        ("fee", 1_001, "amount"),
        ("repayment", 5, "type"),
        ("penalty", 5, "type"),
        ("disbursement", 5, "type"),
        ("reversal", 5, "type"),
        ("gift", 5, "type"),
    ],
)
def test_what_savings_refuse_names_the_field_and_writes_nothing(
    clerk: Clerk, kind: str, amount: object, field: str
) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 1_000)
    answer = clerk.posts(account, kind, amount)
    assert (answer.status, answer.fields) == (422, [field])
    assert clerk.row(account)["balance"] == 1_000
    assert len(clerk.ledger(account)) == 1


def test_the_largest_amount_is_taken(clerk: Clerk) -> None:
    assert clerk.posted(clerk.savings(), "deposit", 10**15)["balance_after"] == 10**15


def test_a_repayment_over_what_is_owed_is_refused(clerk: Clerk) -> None:
    account = clerk.financing()
    answer = clerk.posts(account, "repayment", 1_320_001)
    assert (answer.status, answer.fields) == (422, ["amount"])
    assert "Rp1.320.000" in answer.body["errors"][0]["message"]
    assert clerk.posted(account, "repayment", 1_320_000)["balance_after"] == 0
    row = clerk.row(account)
    assert (row["next_due_on"], row["paid_count"]) == (None, 12)


@pytest.mark.parametrize("on", ["2026-01-09", "2026-11-25", "2026-02-30", "kemarin", 20261124])
def test_a_value_date_is_a_date_between_opening_and_today(clerk: Clerk, on: Any) -> None:
    answer = clerk.posts(clerk.savings(), "deposit", 5, on)
    assert (answer.status, answer.fields) == (422, ["value_date"])


def test_a_schedule_says_which_instalments_are_overdue(clerk: Clerk) -> None:
    account = clerk.financing(first_due_on="2026-10-24")
    clerk.posted(account, "repayment", 110_000)
    assert [row["overdue"] for row in clerk.schedule(account)[:4]] == [False, False, False, False]
    clerk.reverses(account, clerk.ledger(account)[0]["transaction_id"])
    assert [row["overdue"] for row in clerk.schedule(account)[:4]] == [True, False, False, False]
