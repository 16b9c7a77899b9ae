"""Many entries of one account at once: the same ledger as one by one."""

from datetime import date, timedelta

import pytest

from accounts.bulk import NewAccount, NewTransaction, UnitOfWork, load, open_with_history
from shared.aws.dynamo import ConditionFailed
from shared.kernel.caller import Caller
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.records.system_clock import SystemClock
from tests.integration.accounts.clerk import Clerk
from tests.integration.events import UNKNOWN_ID

CALLER = Caller("import", "admin", frozenset(), (), "127.0.0.1")
CLOCK = SystemClock()
OPENED = date(2026, 1, 10)


def an_account(member_id: str, **more: object) -> NewAccount:
    body = {"member_id": member_id, "kind": "savings", "product": "sukarela", "account_no": "X-1"}
    return NewAccount.model_validate({**body, "opened_on": OPENED, **more})


def entries(*steps: tuple[str, int, int]) -> list[NewTransaction]:
    """(type, days after the opening, amount)."""
    return [
        NewTransaction.model_validate(
            {"type": kind, "value_date": OPENED + timedelta(days=days), "amount": amount}
        )
        for kind, days, amount in steps
    ]


def test_history_gives_the_same_state_as_posting_one_by_one(clerk: Clerk) -> None:
    terms = {
        "kind": "financing", "product": "Pinjaman Usaha", "method": "flat", "principal": 1_200_000,
        "margin": 120_000, "tenor_months": 12, "first_due_on": "2026-02-05", "grace_days": 3,
    }  # fmt: skip
    steps = [("repayment", 26, 110_000), ("penalty", 60, 5_000), ("repayment", 60, 80_000)]
    at_once = open_with_history(
        CALLER, an_account(clerk.member_id, **terms), entries(*steps), CLOCK
    )
    singly = clerk.financing()
    for kind, days, amount in steps:
        clerk.posted(singly, kind, amount, str(OPENED + timedelta(days=days)))
    assert clerk.schedule(at_once.account_id) == clerk.schedule(singly)
    own = {"account_id", "account_no"}
    assert {k: v for k, v in clerk.row(at_once.account_id).items() if k not in own} == {
        k: v for k, v in clerk.row(singly).items() if k not in own
    }
    told = ("type", "value_date", "amount", "effect", "balance_after", "allocation")
    ledgers = [clerk.ledger(at_once.account_id), clerk.ledger(singly)]
    assert [{k: e[k] for k in told} for e in ledgers[0]] == [
        {k: e[k] for k in told} for e in ledgers[1]
    ]


def test_200_entries_of_one_day_keep_their_order_over_several_transactions(clerk: Clerk) -> None:
    steps = [("deposit" if n % 2 == 0 else "withdrawal", 5, 1_000 + n // 2) for n in range(200)]
    account = open_with_history(CALLER, an_account(clerk.member_id), entries(*steps), CLOCK)
    assert clerk.row(account.account_id)["balance"] == 0
    ledger = clerk.accounts(
        "GET", f"/accounts/{account.account_id}/transactions", query={"limit": 100}
    ).body
    assert [e["balance_after"] for e in ledger["items"][:4]] == [0, 1_099, 0, 1_098]
    assert ledger["next_cursor"]


def test_a_refused_entry_leaves_those_before_it_to_be_written(clerk: Clerk) -> None:
    account_id = clerk.savings()
    unit = UnitOfWork(CALLER, load(account_id), CLOCK)
    first, over, earlier = entries(("deposit", 2, 500), ("withdrawal", 3, 501), ("deposit", 1, 9))
    unit.append(first)
    with pytest.raises(Invalid, match="amount"):
        unit.append(over)
    with pytest.raises(Invalid, match="value_date: order"):
        unit.append(earlier)
    assert clerk.ledger(account_id) == []
    unit.commit()
    assert [e["amount"] for e in clerk.ledger(account_id)] == [500]
    unit.append(entries(("deposit", 4, 7))[0])
    unit.commit()
    assert clerk.row(account_id)["balance"] == 507


def test_a_unit_on_financing_goes_on_after_its_first_commit(clerk: Clerk) -> None:
    account_id = clerk.financing()
    unit = UnitOfWork(CALLER, load(account_id), CLOCK)
    for days in (26, 30):
        unit.append(entries(("repayment", days, 110_000))[0])
        unit.commit()
    assert clerk.row(account_id)["paid"] == 220_000


def test_a_unit_is_refused_where_somebody_was_faster(clerk: Clerk) -> None:
    account_id = clerk.savings()
    unit = UnitOfWork(CALLER, load(account_id), CLOCK)
    unit.append(entries(("deposit", 1, 500))[0])
    clerk.posted(account_id, "deposit", 1, str(OPENED + timedelta(days=2)))
    with pytest.raises(ConditionFailed, match="version"):
        unit.commit()
    assert clerk.row(account_id)["balance"] == 1


def test_a_number_in_use_and_an_unknown_member_are_refused(clerk: Clerk) -> None:
    open_with_history(CALLER, an_account(clerk.member_id), [], CLOCK)
    with pytest.raises(Conflict, match="account_no: duplicate"):
        open_with_history(CALLER, an_account(clerk.member_id), [], CLOCK)
    with pytest.raises(NotFound):
        open_with_history(CALLER, an_account(UNKNOWN_ID, account_no="X-2"), [], CLOCK)
    with pytest.raises(Invalid, match="account_no: missing"):
        open_with_history(CALLER, an_account(clerk.member_id, account_no=None), [], CLOCK)
