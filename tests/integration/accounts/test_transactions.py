import json
from typing import Any

import pytest

from shared import dynamo
from shared.settings import settings
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import UNKNOWN_ID


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


def test_pokok_stays_until_it_is_paid_out_whole(clerk: Clerk) -> None:
    account = clerk.savings("pokok")
    clerk.posted(account, "deposit", 100_000)
    assert clerk.posts(account, "withdrawal", 50_000).fields == ["amount"]
    assert clerk.posted(account, "withdrawal", 100_000)["balance_after"] == 0


def test_a_posting_needs_a_key(clerk: Clerk) -> None:
    account = clerk.savings()
    body = {"type": "deposit", "value_date": TODAY, "amount": 5}
    path = f"/accounts/{account}/transactions"
    answer = clerk.accounts("POST", path, body)
    assert (answer.status, answer.fields) == (422, ["Idempotency-Key"])
    (entry,) = [clerk.posted(account, "deposit", 5)]
    reversal = f"{path}/{entry['transaction_id']}/reversal"
    answer = clerk.accounts("POST", reversal, {"reason": "x"})
    assert (answer.status, answer.fields) == (422, ["Idempotency-Key"])


def test_the_same_posting_twice_posts_once(clerk: Clerk) -> None:
    account = clerk.savings()
    first, again = (clerk.posts(account, "deposit", 500, key="one") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    other = clerk.posts(account, "deposit", 501, key="one")
    assert (other.status, other.fields) == (422, ["Idempotency-Key"])
    assert clerk.row(account)["balance"] == 500


def test_a_key_belongs_to_its_user_and_its_route(clerk: Clerk) -> None:
    one, two = clerk.savings(), clerk.savings()
    other = Clerk(clerk.accounts.by("officer", sub="budi"), clerk.member_id)
    for who, account in ((clerk, one), (clerk, two), (other, one)):
        assert who.posts(account, "deposit", 500, key="same").status == 201
    assert (clerk.row(one)["balance"], clerk.row(two)["balance"]) == (1_000, 500)


def test_a_refused_posting_does_not_use_up_its_key(clerk: Clerk) -> None:
    account = clerk.savings()
    assert clerk.posts(account, "withdrawal", 500, key="one").status == 422
    clerk.posted(account, "deposit", 500)
    assert clerk.posts(account, "withdrawal", 500, key="one").status == 201


def test_a_reversal_takes_back_once_and_both_name_each_other(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500, "2026-03-01")
    answer = clerk.reverses(account, entry["transaction_id"])
    assert answer.status == 201
    undone = answer.body
    assert (undone["type"], undone["effect"], undone["balance_after"]) == ("reversal", -500, 0)
    assert (undone["reverses"], undone["note"]) == (entry["transaction_id"], "salah ketik")
    assert undone["value_date"] == "2026-03-01"
    newest, oldest = clerk.ledger(account)
    assert newest == undone
    assert oldest == {**entry, "reversed_by": undone["transaction_id"]}
    for transaction_id in (entry["transaction_id"], undone["transaction_id"]):
        again = clerk.reverses(account, transaction_id)
        assert (again.status, again.fields) == (409, ["transaction_id"])
    assert clerk.row(account)["balance"] == 0


def test_the_same_reversal_twice_gives_the_first_answer(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    first, again = (clerk.reverses(account, entry, key="undo") for _ in range(2))
    assert (first.status, again.status, first.body) == (201, 201, again.body)


def test_a_reversal_that_would_take_the_balance_below_nothing_is_refused(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    clerk.posted(account, "withdrawal", 200)
    answer = clerk.reverses(account, entry)
    assert (answer.status, answer.fields) == (409, ["transaction_id"])
    assert clerk.row(account)["balance"] == 300


def test_an_entry_of_any_year_can_be_reversed(clerk: Clerk) -> None:
    account = clerk.savings(opened_on="0999-01-01")
    entry = clerk.posted(account, "deposit", 5, "0999-12-31")["transaction_id"]
    assert clerk.reverses(account, entry).status == 201


def test_a_reversed_repayment_is_owed_again_from_its_own_date_on(clerk: Clerk) -> None:
    account = clerk.financing()
    first = clerk.posted(account, "repayment", 110_000, "2026-02-05")
    clerk.posted(account, "repayment", 50_000, "2026-03-05")
    assert clerk.reverses(account, first["transaction_id"]).status == 201
    rows = clerk.schedule(account)
    assert (rows[0]["paid"], rows[1]["paid"]) == (50_000, 0)
    assert clerk.row(account)["outstanding"] == 1_270_000


def test_a_disbursement_is_reversed_only_while_nothing_else_counts(clerk: Clerk) -> None:
    account = clerk.financing()
    lent = clerk.ledger(account)[-1]["transaction_id"]
    paid = clerk.posted(account, "repayment", 110_000)["transaction_id"]
    assert clerk.reverses(account, lent).status == 409
    assert clerk.reverses(account, paid).status == 201
    undone = clerk.reverses(account, lent)
    assert (undone.status, undone.body["effect"]) == (201, -1_320_000)
    row = clerk.row(account)
    assert (row["outstanding"], row["next_due_on"], row["installment_count"]) == (0, None, 0)
    assert clerk.posts(account, "penalty", 5).status == 409
    assert clerk.posts(account, "repayment", 5).status == 422
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 200


def test_reversing_needs_a_reason_an_entry_and_the_permission(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    path = f"/accounts/{account}/transactions/{entry}/reversal"
    for body in ({}, {"reason": ""}, {"reason": "  "}):
        answer = clerk.accounts("POST", path, body, headers={"idempotency-key": "k"})
        assert (answer.status, answer.fields) == (422, ["reason"])
    for unknown in ("17", f"{UNKNOWN_ID}.20261124", f"{UNKNOWN_ID}.20269999"):
        answer = clerk.reverses(account, unknown)
        assert (answer.status, answer.fields) == (404, ["transaction"])
    officer = Clerk(clerk.accounts.by("officer"), clerk.member_id)
    assert officer.reverses(account, entry).status == 403


def test_the_ledger_is_paged_newest_first_by_value_date(clerk: Clerk) -> None:
    account = clerk.savings()
    for day in (3, 1, 2, 5, 4):
        clerk.posted(account, "deposit", day, f"2026-03-0{day}")
    path, seen, cursor = f"/accounts/{account}/transactions", [], None
    while True:
        query: dict[str, object] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = clerk.accounts("GET", path, query=query)
        assert answer.calls == 1
        seen += [t["amount"] for t in answer.body["items"]]
        if (cursor := answer.body["next_cursor"]) is None:
            break
    assert seen == [5, 4, 3, 2, 1]
    between = clerk.ledger(account, **{"from": "2026-03-02", "to": "2026-03-04"})
    assert [t["amount"] for t in between] == [4, 3, 2]
    assert [t["amount"] for t in clerk.ledger(account, to="2026-03-01")] == [1]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"from": "kemarin"}, "from"),
        ({"limit": 101}, "limit"),
        ({"limit": 0}, "limit"),
        ({"cursor": "abc"}, "cursor"),
        ({"page": 2}, "page"),
    ],
)
def test_a_page_that_cannot_be(clerk: Clerk, query: dict[str, object], field: str) -> None:
    path = f"/accounts/{clerk.savings()}/transactions"
    answer = clerk.accounts("GET", path, query=query)
    assert (answer.status, answer.fields) == (422, [field])


def test_a_cursor_of_another_account_is_refused(clerk: Clerk) -> None:
    one, two = clerk.savings(), clerk.savings()
    for _ in range(2):
        clerk.posted(one, "deposit", 5)
    page = clerk.accounts("GET", f"/accounts/{one}/transactions", query={"limit": 1})
    query: dict[str, object] = {"limit": 1, "cursor": page.body["next_cursor"]}
    answer = clerk.accounts("GET", f"/accounts/{two}/transactions", query=query)
    assert (answer.status, answer.fields) == (422, ["cursor"])


def test_an_empty_ledger_is_not_an_unknown_account(clerk: Clerk) -> None:
    answer = clerk.accounts("GET", f"/accounts/{clerk.savings()}/transactions")
    assert (answer.status, answer.calls, answer.body["items"]) == (200, 2, [])


def test_panels_and_postings_cost_few_calls(clerk: Clerk) -> None:
    account = clerk.financing()
    assert clerk.accounts("GET", f"/accounts/{account}").calls == 1
    assert clerk.accounts("GET", f"/accounts/{account}/schedule").calls == 1
    assert clerk.accounts("GET", f"/accounts/{account}/transactions").calls == 1
    assert clerk.posts(account, "repayment", 5).calls == 3


def test_an_account_is_closed_when_it_holds_nothing(clerk: Clerk) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 500, "2026-03-01")
    path = f"/accounts/{account}/close"
    refused = clerk.accounts("POST", path, {})
    assert (refused.status, refused.fields) == (409, ["account_id"])
    assert "Rp500" in refused.body["errors"][0]["message"]
    clerk.posted(account, "withdrawal", 500, "2026-04-01")
    assert clerk.accounts("POST", path, {"closed_on": "2026-03-31"}).fields == ["closed_on"]
    assert clerk.accounts("POST", path, {"closed_on": "2026-11-25"}).fields == ["closed_on"]
    closed = clerk.accounts("POST", path, {"closed_on": "2026-04-01", "reason": "pindah"})
    assert closed.status == 200
    assert (closed.body["status"], closed.body["closed_on"]) == ("closed", "2026-04-01")
    assert closed.body["closed_reason"] == "pindah"
    assert clerk.row(account) == closed.body
    assert clerk.accounts("POST", path, {}).status == 409
    assert clerk.posts(account, "deposit", 5).status == 409
    entry = clerk.ledger(account)[0]["transaction_id"]
    assert clerk.reverses(account, entry).status == 409


def test_financing_is_closed_when_nothing_is_owed(clerk: Clerk) -> None:
    account = clerk.financing()
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 409
    clerk.posted(account, "repayment", 1_320_000)
    assert clerk.accounts("POST", f"/accounts/{account}/close").status == 200


def test_every_write_is_audited(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    clerk.reverses(account, entry)
    clerk.accounts("POST", f"/accounts/{account}/close")
    from datetime import UTC, datetime

    day = f"AUDIT#{datetime.now(UTC).date()}"
    found = [json.loads(str(i["doc"])) for i in dynamo.query(settings().auth_table, day)]
    actions = [e["action"] for e in found if e["subject"] == f"account:{account}"]
    assert actions == ["account.open", "transaction.post", "transaction.reverse", "account.close"]
    assert all("500" not in json.dumps(e["detail"]).replace(entry, "") for e in found)


def test_the_due_index_holds_accounts_while_something_is_unpaid(clerk: Clerk) -> None:
    account = clerk.financing()

    def due() -> list[dynamo.Item]:
        index = dynamo.Index("by_due", "due_shard", "due_on")
        found = (dynamo.query(settings().accounts_table, str(s), index=index) for s in range(4))
        return [item for shard in found for item in shard]

    (item,) = due()
    assert item["due_on"] == f"2026-02-05#{account}"
    shown = json.loads(str(item["row"]))
    assert (shown["number"], shown["due_on"], shown["unpaid"]) == (1, "2026-02-05", 110_000)
    clerk.posted(account, "repayment", 110_000)
    assert due()[0]["due_on"] == f"2026-03-05#{account}"
    clerk.posted(account, "repayment", 1_210_000)
    assert due() == []
