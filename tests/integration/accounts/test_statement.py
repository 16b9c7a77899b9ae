from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Answer


def statement(clerk: Clerk, account: str, **query: object) -> Answer:
    return clerk.accounts("GET", f"/accounts/{account}/statement", query=query)


def test_a_statement_opens_with_what_was_before_and_closes_with_what_is_left(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    for kind, amount, on in (
        ("deposit", 100, "2026-02-01"),
        ("deposit", 50, "2026-03-05"),
        ("withdrawal", 30, "2026-03-20"),
        ("deposit", 7, "2026-04-01"),
    ):
        clerk.posted(account, kind, amount, on)
    march = statement(clerk, account, **{"from": "2026-03-01", "to": "2026-03-31"})
    assert march.status == 200
    assert march.body["account"]["account_id"] == account
    assert [march.body[n] for n in ("opening", "added", "taken", "closing")] == [100, 50, 30, 120]
    assert [(i["value_date"], i["effect"], i["balance"]) for i in march.body["items"]] == [
        ("2026-03-05", 50, 150),
        ("2026-03-20", -30, 120),
    ]
    assert march.calls == 2


def test_a_backdated_entry_stands_where_it_belongs(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    clerk.posted(account, "deposit", 100, "2026-03-01")
    clerk.posted(account, "deposit", 10, "2026-02-01")
    found = statement(clerk, account).body["items"]
    assert [(i["effect"], i["balance"]) for i in found] == [(10, 10), (100, 110)]


def test_financing_begins_with_its_disbursement_and_shows_what_is_owed(clerk: Clerk) -> None:
    account = clerk.financing()
    clerk.posted(account, "repayment", 110_000, "2026-02-05")
    body = statement(clerk, account).body
    assert (body["from"], body["to"], body["opening"]) == ("2026-01-10", TODAY, 0)
    assert [i["balance"] for i in body["items"]] == [1_320_000, 1_210_000]


def test_a_period_without_entries_has_one_balance(clerk: Clerk) -> None:
    account = clerk.savings("sukarela")
    clerk.posted(account, "deposit", 100, "2026-02-01")
    body = statement(clerk, account, **{"from": "2026-05-01", "to": "2026-05-31"}).body
    assert (body["opening"], body["closing"], body["items"]) == (100, 100, [])
