"""Several changes of an account, collected and then written at once."""

from datetime import date
from typing import Any

import pytest

from accounts import schedules
from accounts.ledger_schemas import NewTransaction
from accounts.repository import load
from accounts.unit_of_work import UnitOfWork
from shared.aws.dynamo import ConditionFailed
from shared.kernel.caller import Caller
from shared.kernel.errors import Conflict, Invalid
from shared.records.system_clock import SystemClock
from tests.integration.accounts.clerk import TODAY, Clerk

CALLER = Caller("inti", "client", frozenset(), (), "127.0.0.1")


def unit_of(account_id: str) -> UnitOfWork:
    return UnitOfWork(CALLER, load(account_id), SystemClock())


def an_entry(kind: str, amount: int, on: str = TODAY) -> NewTransaction:
    return NewTransaction.model_validate({"type": kind, "value_date": on, "amount": amount})


def twelve(due_day: int, principal: int = 100_000, margin: int = 10_000) -> Any:
    """A schedule of a year from 2026-03 on."""
    days = [date(2026, month, due_day) for month in range(3, 13)]
    days += [date(2027, 1, due_day), date(2027, 2, due_day)]
    return schedules.explicit([(day, principal, margin) for day in days], date(2026, 1, 10))


def the_ledger_sums_to_what_is_held(clerk: Clerk, account_id: str) -> None:
    row = clerk.row(account_id)
    held = row["balance"] if row["kind"] == "savings" else row["outstanding"]
    assert sum(entry["effect"] for entry in clerk.ledger(account_id)) == held


def test_many_changes_are_written_at_once_or_not_at_all(clerk: Clerk) -> None:
    account_id = clerk.savings()
    first = clerk.posted(account_id, "deposit", 500, "2026-03-01")["transaction_id"]
    unit = unit_of(account_id)
    unit.post(an_entry("deposit", 300, "2026-02-01"))
    unit.reverse(first, "dibatalkan di inti")
    with pytest.raises(Invalid, match="over_balance"):
        unit.post(an_entry("withdrawal", 301))
    assert clerk.row(account_id)["balance"] == 500
    unit.commit()
    assert clerk.row(account_id)["balance"] == 300
    unit.post(an_entry("deposit", 7))
    unit.commit()
    assert clerk.row(account_id)["balance"] == 307
    the_ledger_sums_to_what_is_held(clerk, account_id)


def test_entries_of_one_day_keep_the_order_in_which_they_were_posted(clerk: Clerk) -> None:
    account_id = clerk.savings()
    unit = unit_of(account_id)
    for day in (TODAY, "2026-03-01"):
        for n in range(20):
            unit.post(an_entry("deposit", n + 1, day))
    unit.commit()
    amounts = [entry["amount"] for entry in reversed(clerk.ledger(account_id))]
    assert amounts == [*range(1, 21), *range(1, 21)]


def test_a_backdated_repayment_re_ages_with_those_posted_before_it(clerk: Clerk) -> None:
    account_id, singly = clerk.financing(), clerk.financing()
    steps = [("repayment", 50_000, "2026-06-01"), ("repayment", 70_000, "2026-03-01")]
    unit = unit_of(account_id)
    for kind, amount, on in steps:
        unit.post(an_entry(kind, amount, on))
        clerk.posted(singly, kind, amount, on)
    unit.commit()
    assert clerk.schedule(account_id) == clerk.schedule(singly)


@pytest.mark.parametrize(
    ("kind", "wrong", "right"), [("deposit", 900, 1_000), ("withdrawal", 100, 1_000)]
)
def test_a_correction_is_not_short_of_what_it_brings(
    clerk: Clerk, kind: str, wrong: int, right: int
) -> None:
    account_id = clerk.savings()
    if kind == "withdrawal":
        clerk.posted(account_id, "deposit", 1_000)
    entry = clerk.posted(account_id, kind, wrong)["transaction_id"]
    if kind == "deposit":
        clerk.posted(account_id, "withdrawal", 900)
    unit = unit_of(account_id)
    unit.correct(entry, an_entry(kind, right), "dikoreksi di inti")
    unit.commit()
    assert clerk.row(account_id)["balance"] == (100 if kind == "deposit" else 0)
    the_ledger_sums_to_what_is_held(clerk, account_id)


def test_a_refused_correction_leaves_the_unit_as_it_was(clerk: Clerk) -> None:
    account_id = clerk.savings()
    clerk.posted(account_id, "deposit", 1_000)
    entry = clerk.posted(account_id, "withdrawal", 100)["transaction_id"]
    unit = unit_of(account_id)
    before = unit.account
    with pytest.raises(Invalid, match="over_balance"):
        unit.correct(entry, an_entry("withdrawal", 1_001), "")
    assert (unit.account, unit.size) == (before, 2)


def test_a_new_schedule_takes_over_what_was_paid(clerk: Clerk) -> None:
    account_id = clerk.financing()
    clerk.posted(account_id, "repayment", 165_000, "2026-03-05")
    unit = unit_of(account_id)
    unit.reschedule(twelve(20), "dijadwal ulang")
    unit.commit()
    first, second, *_ = clerk.schedule(account_id)
    assert (first["due_on"], first["status"]) == ("2026-03-20", "paid")
    assert (second["paid"], second["status"]) == (55_000, "partly")
    assert clerk.row(account_id)["next_due_on"] == "2026-04-20"
    assert len(clerk.ledger(account_id)) == 2


def test_another_sum_lent_is_disbursed_anew_and_the_ledger_still_adds_up(clerk: Clerk) -> None:
    account_id = clerk.financing()
    clerk.posted(account_id, "repayment", 110_000, "2026-03-05")
    unit = unit_of(account_id)
    unit.reschedule(twelve(20, principal=120_000, margin=15_000), "ditambah")
    unit.commit()
    row = clerk.row(account_id)
    assert (row["principal"], row["outstanding"]) == (1_440_000, 12 * 135_000 - 110_000)
    the_ledger_sums_to_what_is_held(clerk, account_id)
    kinds = sorted(entry["type"] for entry in clerk.ledger(account_id))
    assert kinds == ["disbursement", "disbursement", "repayment", "reversal"]
    unit = unit_of(account_id)
    unit.reschedule(twelve(20), "kembali")
    unit.commit()
    assert clerk.row(account_id)["outstanding"] == 1_320_000 - 110_000
    the_ledger_sums_to_what_is_held(clerk, account_id)


def test_a_schedule_that_asks_for_less_than_was_paid_is_refused(clerk: Clerk) -> None:
    account_id = clerk.financing()
    clerk.posted(account_id, "repayment", 200_000, "2026-03-05")
    unit = unit_of(account_id)
    with pytest.raises(Conflict, match="installments: less_than_paid"):
        unit.reschedule(twelve(20, principal=10_000, margin=0), "")
    assert unit.size == 2


def test_a_closed_account_takes_nothing_until_it_is_opened_again(clerk: Clerk) -> None:
    account_id = clerk.savings()
    unit = unit_of(account_id)
    unit.close(date(2026, 11, 20), "pindah")
    unit.commit()
    assert clerk.row(account_id)["closed_on"] == "2026-11-20"
    with pytest.raises(Conflict, match="account_closed"):
        unit.post(an_entry("deposit", 5))
    unit.reopen()
    unit.post(an_entry("deposit", 5))
    unit.commit()
    assert clerk.row(account_id)["balance"] == 5


def test_a_unit_is_refused_where_somebody_was_faster(clerk: Clerk) -> None:
    account_id = clerk.savings()
    unit = unit_of(account_id)
    unit.post(an_entry("deposit", 5))
    clerk.posted(account_id, "deposit", 1)
    with pytest.raises(ConditionFailed, match="version"):
        unit.commit()
    assert clerk.row(account_id)["balance"] == 1
