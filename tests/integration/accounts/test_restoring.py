"""An account's ledger, kept by one installation, is restored in another: ids, reversals and all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts import bulk, documents, opening, repository, restoring, schedules
from accounts.ledger_schemas import KeptEntry, NewTransaction
from accounts.model import Account, LoanAccount, SavingsAccount
from accounts.schemas import NewAccount
from accounts.unit_of_work import UnitOfWork
from shared.kernel.ids import new_id
from shared.records import financing_accounts
from tests.integration.events import Room, identity
from tests.integration.imports.sample import ADMIN, Today

pytestmark = pytest.mark.usefixtures("tables")

members, accounts = Room("members", identity()), Room("accounts", identity())
SAVING = {"kind": "savings", "product": "sukarela", "opened_on": "2026-01-05"}
LENDING = {
    "kind": "financing",
    "product": "Modal Usaha",
    "opened_on": "2026-01-05",
    "installments": [
        {"due_on": f"2026-{month:02}-05", "principal": 100_000, "margin": 10_000}
        for month in range(2, 8)
    ],
}


@pytest.fixture
def member_id() -> str:
    body = {"name": "Siti Aminah", "joined_on": "2020-01-15"}
    return str(members("POST", "/members", body).body["member_id"])


def opened(member_id: str, what: dict[str, Any]) -> str:
    return str(accounts("POST", "/accounts", {"member_id": member_id, **what}).body["account_id"])


def posted(account_id: str, kind: str, day: str, amount: int) -> str:
    body = {"type": kind, "value_date": day, "amount": amount}
    key = {"Idempotency-Key": new_id()}
    answer = accounts("POST", f"/accounts/{account_id}/transactions", body, headers=key)
    assert answer.status == 201, answer.body
    return str(answer.body["transaction_id"])


def fed(account_id: str, kind: str, day: str, amount: int) -> None:
    """Post as a core system does: its entries are right as a whole, in whatever order they come."""
    body = {"type": kind, "value_date": day, "amount": amount}
    unit = UnitOfWork(ADMIN, repository.load(account_id), Today())
    unit.post(NewTransaction.model_validate(body))
    unit.commit()


def taken_back(account_id: str, transaction_id: str) -> None:
    path = f"/accounts/{account_id}/transactions/{transaction_id}/reversal"
    key = {"Idempotency-Key": new_id()}
    assert accounts("POST", path, {"reason": "salah"}, headers=key).status == 201


def ledger(account_id: str) -> list[dict[str, Any]]:
    return [documents.of_entry(entry) for entry in repository.ledger(account_id)]


def kept(rows: list[dict[str, Any]]) -> list[KeptEntry]:
    names = KeptEntry.model_fields
    return [KeptEntry.model_validate({n: row[n] for n in names if n in row}) for row in rows]


def restored(
    member_id: str, what: dict[str, Any], entries: list[KeptEntry], again: int = 1
) -> Account:
    new = NewAccount.model_validate({"member_id": member_id, **what, "account_no": "R-1"})
    state = opening.schedule_of(new, Today().today())
    account = opening.new_account(new, "R-1", state)
    start = restoring.with_kept_disbursement(account, entries)
    changes, refused = restoring.plan(ADMIN, start, entries, Today())
    assert refused == []
    unit = UnitOfWork.open(ADMIN, start, Today())
    for change in changes:
        if unit.is_full:
            bulk.commit_many(unit)
        unit.apply(change)
    bulk.commit_many(unit)
    return repository.load(start.account_id)


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("transaction_id", "type", "value_date", "amount", "effect", "reverses", "reversed_by")
    return [{name: row[name] for name in names} for row in rows]


def test_a_savings_ledger_with_backdated_entries_and_reversals_is_the_same(member_id: str) -> None:
    old = opened(member_id, SAVING)
    posted(old, "deposit", "2026-03-10", 100_000)
    fed(old, "withdrawal", "2026-02-01", 60_000)
    taken_back(old, posted(old, "deposit", "2026-03-10", 7_000))
    account = restored(member_id, SAVING, kept(ledger(old)))
    assert account.amount == 40_000
    assert told(ledger(account.account_id)) == told(ledger(old))


def test_parts_and_what_was_posted_together_are_restored(member_id: str) -> None:
    old = opened(member_id, LENDING)
    posted(old, "repayment", "2026-02-05", 110_000)
    key = {"Idempotency-Key": new_id()}
    settled = accounts(
        "POST", f"/accounts/{old}/settlement", {"value_date": "2026-03-05"}, headers=key
    )
    assert settled.status == 201, settled.body
    names = ("transaction_id", "parts", "together_with", "allocation")
    before = [{name: row.get(name) for name in names} for row in ledger(old)]
    account = restored(member_id, LENDING, kept(ledger(old)))
    after = [{name: row.get(name) for name in names} for row in ledger(account.account_id)]
    assert after == before
    assert account.amount == 0


def test_a_financing_ledger_over_several_transactions_is_the_same(member_id: str) -> None:
    old = opened(member_id, LENDING)
    early = posted(old, "repayment", "2026-02-04", 60_000)
    for _ in range(60):
        posted(old, "repayment", "2026-04-20", 1_000)
    taken_back(old, early)
    late = posted(old, "penalty", "2026-03-10", 5_000)
    for _ in range(40):
        posted(old, "repayment", "2026-05-20", 1_000)
    taken_back(old, late)
    before = financing_accounts.get(old)
    account = restored(member_id, LENDING, kept(ledger(old)))
    assert before is not None
    assert isinstance(account, LoanAccount)
    assert account.financing.state == before.state
    assert account.financing.last == before.last
    assert told(ledger(account.account_id)) == told(ledger(old))


def test_a_reversed_disbursement_leaves_nothing_lent(member_id: str) -> None:
    old = opened(member_id, LENDING)
    taken_back(old, ledger(old)[0]["transaction_id"])
    account = restored(member_id, LENDING, kept(ledger(old)))
    assert account.amount == 0
    assert told(ledger(account.account_id)) == told(ledger(old))


def test_where_all_together_are_below_zero_the_uncovered_ones_are_refused(member_id: str) -> None:
    old = opened(member_id, SAVING)
    posted(old, "deposit", "2026-03-10", 100_000)
    fed(old, "withdrawal", "2026-02-01", 60_000)
    (out, into) = kept(ledger(old))
    new = NewAccount.model_validate({"member_id": member_id, **SAVING})
    start = opening.new_account(new, "R-1", None)
    less = into.model_copy(update={"amount": 50_000})
    changes, refused = restoring.plan(ADMIN, start, [out, less], Today())
    assert [change.account.amount for change in changes] == [50_000]
    assert [(place, refusal.errors[0].code) for place, refusal in refused] == [(0, "over_balance")]


def test_a_reversal_of_what_is_not_there_is_refused(member_id: str) -> None:
    old = opened(member_id, SAVING)
    taken_back(old, posted(old, "deposit", "2026-03-10", 100_000))
    now = repository.load(old)
    assert isinstance(now, SavingsAccount)
    start = replace(now, balance=0)
    lone = kept(ledger(old))[1:]
    _, refused = restoring.plan(ADMIN, start, lone, Today(), [])
    assert [refusal.errors[0].field for _, refusal in refused] == ["reverses"]
    assert lone[0].value_date == date(2026, 3, 10)


def test_a_loan_that_was_put_on_another_schedule_is_restored_with_the_one_it_has(
    member_id: str,
) -> None:
    old = opened(member_id, LENDING)
    posted(old, "repayment", "2026-02-05", 110_000)
    unit = UnitOfWork(ADMIN, repository.load(old), Today())
    longer = [(date(2026, month, 20), 150_000, 20_000) for month in range(2, 8)]
    unit.reschedule(schedules.explicit(longer, date(2026, 1, 5)), "ditambah")
    unit.commit()
    rows = [{"due_on": str(d), "principal": p, "margin": m} for d, p, m in longer]
    new = restored(member_id, LENDING | {"installments": rows}, kept(ledger(old)))
    assert isinstance(new, LoanAccount)
    before = financing_accounts.get(old)
    assert before is not None
    assert new.financing.state == before.state
    assert sum(row["effect"] for row in ledger(new.account_id)) == new.amount == 910_000
