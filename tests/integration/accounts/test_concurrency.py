"""Many at once, by threads on the real engine, and races that are forced."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from accounts import repository
from accounts.model import Account
from tests.integration.accounts.clerk import Clerk
from tests.integration.busy import busy


def at_once(call: Any, arguments: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(call, arguments))


def test_twenty_withdrawals_from_a_balance_of_ten_are_exactly_ten(clerk: Clerk) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 10)
    answers = at_once(lambda n: clerk.posts(account, "withdrawal", 1, key=f"w{n}"), list(range(20)))
    assert sorted(a.status for a in answers) == [201] * 10 + [422] * 10
    assert clerk.row(account)["balance"] == 0
    assert sum(t["effect"] for t in clerk.ledger(account)) == 0


def test_clerks_who_post_different_things_at_once_all_succeed(clerk: Clerk) -> None:
    account = clerk.financing()
    kinds = ["repayment", "penalty"] * 4
    answers = at_once(
        lambda n: clerk.posts(account, kinds[n], 1_000 + n, key=f"p{n}"), list(range(8))
    )
    assert [a.status for a in answers] == [201] * 8
    ledger = clerk.ledger(account)
    assert len(ledger) == 9
    row = clerk.row(account)
    assert sum(t["effect"] for t in ledger) == row["outstanding"]
    assert sum(i["unpaid"] for i in clerk.schedule(account)) == row["outstanding"]


def test_one_request_sent_eight_times_at_once_posts_once(clerk: Clerk) -> None:
    account = clerk.savings()
    answers = at_once(lambda _: clerk.posts(account, "deposit", 500, key="one"), list(range(8)))
    done = [a for a in answers if a.status == 201]
    assert done
    assert {a.body["transaction_id"] for a in done} == {done[0].body["transaction_id"]}
    assert {a.status for a in answers} <= {201, 409}
    assert clerk.row(account)["balance"] == 500


def test_a_retry_that_meets_its_own_withdrawal_gets_the_first_answer(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same key twice at once: the second looked before the first wrote, and finds none left."""
    account = clerk.savings()
    clerk.posted(account, "deposit", 500)
    load = repository.load
    first: list[Any] = []

    def slow(account_id: str) -> Account:
        if not first:
            first.append(None)
            first[0] = at_once(lambda _: clerk.posts(account, "withdrawal", 500, key="one"), [0])[0]
        return load(account_id)

    monkeypatch.setattr(repository, "load", slow)
    second = clerk.posts(account, "withdrawal", 500, key="one")
    assert (second.status, second.body) == (201, first[0].body)
    assert clerk.row(account)["balance"] == 0


def test_one_opening_sent_six_times_at_once_opens_once(clerk: Clerk) -> None:
    body = {"kind": "savings", "product": "wajib"}
    answers = at_once(lambda _: clerk.opens(body, key="one"), list(range(6)))
    assert {a.status for a in answers} <= {201, 409}
    assert len({a.body["account_id"] for a in answers if a.status == 201}) == 1
    path = f"/members/{clerk.member_id}/accounts"
    assert len(clerk.accounts("GET", path).body["items"]) == 1


def test_one_entry_reversed_by_many_at_once_is_reversed_once(clerk: Clerk) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 5_000)
    entry = clerk.posted(account, "deposit", 500)["transaction_id"]
    answers = at_once(lambda n: clerk.reverses(account, entry, key=f"r{n}"), list(range(6)))
    assert sorted(a.status for a in answers) == [201] + [409] * 5
    assert clerk.row(account)["balance"] == 5_000


def test_one_number_asked_for_at_once_is_given_to_one(clerk: Clerk) -> None:
    body = {"kind": "savings", "product": "wajib", "account_no": "W-1"}
    answers = at_once(lambda _: clerk.opens(body), list(range(6)))
    assert sorted(a.status for a in answers) == [201] + [409] * 5


def test_numbers_given_out_at_once_all_differ(clerk: Clerk) -> None:
    body = {"kind": "savings", "product": "wajib"}
    answers = at_once(lambda _: clerk.opens(body), list(range(8)))
    assert [a.status for a in answers] == [201] * 8
    assert len({a.body["account_no"] for a in answers}) == 8


def test_a_posting_between_reading_and_writing_is_seen(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.savings()
    clerk.posted(account, "deposit", 10)
    load = repository.load
    raced: list[bool] = []

    def slow(account_id: str) -> Account:
        found = load(account_id)
        if not raced:
            raced.append(True)
            at_once(lambda _: clerk.posted(account, "withdrawal", 8), [0])
        return found

    monkeypatch.setattr(repository, "load", slow)
    answer = clerk.posts(account, "withdrawal", 8)
    assert (answer.status, answer.fields) == (422, ["amount"])
    assert clerk.row(account)["balance"] == 2


def test_what_stays_busy_is_a_conflict_and_writes_nothing(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = clerk.savings()
    with busy(monkeypatch):
        posting = clerk.posts(account, "deposit", 5)
        opening = clerk.opens({"kind": "savings", "product": "wajib"})
    assert (posting.status, posting.fields) == (409, ["account_id"])
    assert (opening.status, opening.fields) == (409, ["account_no"])
    assert clerk.row(account)["balance"] == 0
    assert len(clerk.accounts("GET", f"/members/{clerk.member_id}/accounts").body["items"]) == 1
