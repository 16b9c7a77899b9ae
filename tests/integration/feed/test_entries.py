"""A core system's entries: again, in any order, at once, corrected and taken back."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from feed import batches
from tests.integration.events import Room, identity
from tests.integration.feed.core_system import Core, entry, loan, member, savings
from tests.integration.serving import TODAY

ACCOUNTS = Room("accounts", identity())


@pytest.fixture
def core(today: None) -> Core:
    """With one member, savings S-1 and S-2, and the loan L-1."""
    sender = Core()
    sender.makes("members", member())
    for item in (savings(1), savings(2), loan(1)):
        sender.makes("accounts", item)
    return sender


def account_id(core: Core, core_id: str) -> str:
    item = savings(int(core_id[2:])) if core_id[0] == "S" else loan(1)
    return str(core.sends("accounts", item)[0]["sapa_id"])


def held(core: Core, core_id: str = "S-1") -> Any:
    row = ACCOUNTS("GET", f"/accounts/{account_id(core, core_id)}").body
    return row["balance"] if row["kind"] == "savings" else row["outstanding"]


def ledger(core: Core, core_id: str = "S-1") -> list[Any]:
    path = f"/accounts/{account_id(core, core_id)}/transactions"
    return list(ACCOUNTS("GET", path, query={"limit": 100}).body["items"])


def a_month() -> list[dict[str, object]]:
    """40 entries of two accounts and a loan, which stand only in their order."""
    items = [
        entry(
            n, "deposit" if n % 2 else "withdrawal", 100, f"2026-03-{n % 100 // 2 + 1:02}", f"S-{s}"
        )
        for s in (1, 2)
        for n in range(s * 100 + 1, s * 100 + 17)
    ]
    loans = [entry(300 + n, "repayment", 50_000, f"2026-0{n}-05", "L-1") for n in range(2, 10)]
    return items + loans


def test_a_batch_counts_once_however_often_and_in_whatever_order_it_comes(core: Core) -> None:
    items = a_month()
    mixed = random.Random(5).sample(items, len(items))
    assert set(core.gets("transactions", *mixed)) == {"created"}
    before = [ledger(core, one) for one in ("S-1", "S-2", "L-1")]
    assert (held(core), held(core, "L-1")) == (0, 1_320_000 - 400_000)
    for again in (items, mixed, items[:7]):
        assert set(core.gets("transactions", *again)) == {"same"}
    assert [ledger(core, one) for one in ("S-1", "S-2", "L-1")] == before


def test_a_batch_that_comes_four_times_at_once_counts_once(core: Core) -> None:
    items = a_month()
    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(lambda _: core.gets("transactions", *items), range(4)))
    for results in zip(*answers, strict=True):
        assert sorted(results) == ["created", "same", "same", "same"]
    assert (held(core), held(core, "S-2"), held(core, "L-1")) == (0, 0, 920_000)
    assert len(ledger(core)) == 16


def test_newer_and_older_messages_at_once_end_with_the_newest(core: Core) -> None:
    versions = [entry(1, "deposit", 100 * n, sequence=n) for n in range(1, 9)]
    with ThreadPoolExecutor(4) as senders:
        list(senders.map(lambda item: core.sends("transactions", item), versions))
    assert held(core) == 800
    assert core.gets("transactions", *versions) == ["stale"] * 7 + ["same"]


def test_what_is_not_covered_is_refused_and_taken_once_it_is(core: Core) -> None:
    over = entry(1, "withdrawal", 500)
    (item,) = core.sends("transactions", over)
    assert (item["result"], item["errors"][0]["field"]) == ("refused", "amount")
    answer = core.sends("transactions", over, entry(2, "deposit", 700), entry(3, "repayment", 1))
    assert [item["result"] for item in answer] == ["created", "created", "refused"]
    assert answer[2]["errors"][0]["field"] == "type"
    assert held(core) == 200


def test_an_entry_is_taken_back_and_comes_again(core: Core) -> None:
    first = entry(1, "deposit", 500)
    made = core.makes("transactions", first)
    gone = {**first, "sequence": 2, "reversed": True}
    (item,) = core.sends("transactions", gone)
    assert (item["result"], item["sapa_id"], held(core)) == ("updated", made, 0)
    assert core.gets("transactions", gone, {**gone, "sequence": 3}, first) == [
        "same",
        "same",
        "stale",
    ]
    assert core.gets("transactions", {**first, "sequence": 4}) == ["updated"]
    assert held(core) == 500
    assert [row["type"] for row in ledger(core)] == ["deposit", "reversal", "deposit"]


def test_an_entry_that_came_as_reversed_is_never_posted(core: Core) -> None:
    gone = entry(1, "deposit", 500, sequence=2, reversed=True)
    assert core.gets("transactions", gone) == ["same"]
    assert core.gets("transactions", entry(1, "deposit", 500)) == ["stale"]
    assert ledger(core) == []


def test_a_correction_reverses_and_posts_anew(core: Core) -> None:
    core.sends("transactions", entry(1, "deposit", 500), entry(2, "withdrawal", 450))
    (item,) = core.sends("transactions", entry(1, "deposit", 460, sequence=2))
    assert (item["result"], held(core)) == ("updated", 10)
    assert core.gets("transactions", entry(1, "deposit", 449, sequence=3)) == ["refused"]
    assert held(core) == 10
    moved = core.sends("transactions", entry(1, "deposit", 500, account="S-2", sequence=4))
    assert moved[0]["errors"][0]["field"] == "account"


def test_a_repayment_of_a_loan_re_ages_it_from_its_own_day(core: Core) -> None:
    loan_id = account_id(core, "L-1")
    arrears = Room("arrears", identity())
    core.sends("transactions", entry(1, "repayment", 110_000, "2026-03-01", "L-1"))
    core.sends("transactions", entry(2, "repayment", 110_000, "2026-02-01", "L-1"))
    late = arrears("GET", f"/accounts/{loan_id}/arrears", query={"as_of": "2026-04-06"}).body
    assert (late["oldest_due_on"], late["overdue_amount"]) == ("2026-04-05", 110_000)
    gone = entry(1, "repayment", 110_000, "2026-03-01", "L-1", sequence=2, reversed=True)
    assert core.gets("transactions", gone) == ["updated"]
    late = arrears("GET", f"/accounts/{loan_id}/arrears", query={"as_of": "2026-04-06"}).body
    assert (late["oldest_due_on"], late["overdue_amount"]) == ("2026-03-05", 220_000)


def test_an_entry_of_a_file_with_the_same_document_is_not_posted_twice(core: Core) -> None:
    path = f"/accounts/{account_id(core, 'S-1')}/transactions"
    body = {"type": "deposit", "value_date": TODAY, "amount": 500, "document_no": "BKM-1"}
    filed = ACCOUNTS("POST", path, body, headers={"idempotency-key": "1"}).body
    (item,) = core.sends("transactions", entry(1, "deposit", 500, document_no="BKM-1"))
    assert (item["result"], item["sapa_id"]) == ("same", filed["transaction_id"])
    (item,) = core.sends("transactions", entry(2, "deposit", 600, document_no="BKM-1"))
    assert item["errors"][0]["field"] == "document_no"
    assert held(core) == 500


def test_what_somebody_here_took_back_already_is_no_fault(core: Core) -> None:
    made = core.makes("transactions", entry(1, "deposit", 500))
    path = f"/accounts/{account_id(core, 'S-1')}/transactions/{made}/reversal"
    ACCOUNTS("POST", path, {"reason": "salah"}, headers={"idempotency-key": "1"})
    gone = entry(1, "deposit", 500, sequence=2, reversed=True)
    assert core.gets("transactions", gone) == ["updated"]
    assert (held(core), len(ledger(core))) == (0, 2)


def test_300_entries_of_one_account_take_few_calls(core: Core) -> None:
    items = [entry(n, "deposit", n, f"2026-04-{n % 28 + 1:02}") for n in range(1, 301)]
    answer = core.puts("transactions", *items)
    assert {item["result"] for item in answer.body["items"]} == {"created"}
    assert answer.calls < 20
    assert held(core) == sum(range(1, 301))


def test_a_closed_account_and_an_unknown_one_refuse_only_their_own(core: Core) -> None:
    core.sends("accounts", savings(2, sequence=2, closed_on=TODAY))
    items = [entry(n, "deposit", 5, account=f"S-{n}") for n in (1, 2, 3)]
    answer = core.sends("transactions", *items)
    assert [item["result"] for item in answer] == ["created", "refused", "refused"]
    assert [item["errors"][0]["field"] for item in answer[1:]] == ["account_id", "account"]


def test_what_there_was_no_time_for_says_so_and_is_taken_the_next_time(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SECONDS", -1.0)
    assert core.gets("transactions", entry(1, "deposit", 5)) == ["refused"]
    (item,) = core.sends("members", member(2))
    assert (item["result"], item["errors"][0]["field"]) == ("refused", "id")
    monkeypatch.undo()
    monkeypatch.setenv("TODAY", TODAY)
    assert core.gets("transactions", entry(1, "deposit", 5)) == ["created"]


def test_an_account_that_never_was_fed_is_named_by_its_number(core: Core) -> None:
    (member_id, _) = account_id(core, "S-1").split(".")
    terms = {"kind": "savings", "product": "sukarela", "opened_on": "2026-01-10"}
    body = {"member_id": member_id, "account_no": "SS.9", **terms}
    by_hand = ACCOUNTS("POST", "/accounts", body).body["account_id"]
    named = {**entry(1, "deposit", 5), "account": None, "account_no": "ss.9"}
    unknown = {**named, "id": "T-2", "account_no": "SS.8"}
    nameless = {**named, "id": "T-3", "account_no": None}
    answer = core.sends("transactions", named, unknown, nameless)
    assert [item["result"] for item in answer] == ["created", "refused", "refused"]
    assert [item["errors"][0]["field"] for item in answer[1:]] == ["account_no", "account"]
    assert ACCOUNTS("GET", f"/accounts/{by_hand}").body["balance"] == 5
