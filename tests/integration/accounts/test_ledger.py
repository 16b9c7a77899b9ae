import json

import pytest

from shared.aws import dynamo
from shared.kernel.settings import settings
from tests.integration.accounts.clerk import Clerk
from tests.integration.audited import audited


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
    posted = clerk.posts(account, "repayment", 5)
    assert posted.calls == 3
    assert clerk.reverses(account, posted.body["transaction_id"]).calls == 4
    savings = clerk.savings()
    deposit = clerk.posts(savings, "deposit", 5)
    assert deposit.calls == 3
    assert clerk.reverses(savings, deposit.body["transaction_id"]).calls == 4


def test_every_write_is_audited(clerk: Clerk) -> None:
    account = clerk.savings()
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    clerk.reverses(account, entry)
    clerk.accounts("POST", f"/accounts/{account}/close")
    found = audited()
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
