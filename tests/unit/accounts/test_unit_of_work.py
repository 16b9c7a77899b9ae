"""Changes of an account that is not written yet, without a table."""

from datetime import date

import pytest

from accounts import schedules
from accounts.model import LoanAccount, TermDeposit
from accounts.unit_of_work import MOST_WRITES
from shared.kernel.errors import Conflict, Invalid, NotFound, Refusal
from tests.unit.accounts.accounts import an_entry, loan, opened, savings


def test_a_loan_begins_with_its_disbursement_and_savings_with_nothing() -> None:
    (lent,) = opened(loan()).entries
    assert (lent.type, lent.amount, lent.effect) == ("disbursement", 1_200_000, 1_320_000)
    assert lent.balance_after == 1_320_000
    assert opened(savings()).entries == []


def test_entries_follow_each_other_and_name_what_they_left() -> None:
    unit = opened(savings())
    left = [
        unit.post(an_entry(kind, amount)).balance_after
        for kind, amount in (("deposit", 500), ("withdrawal", 200), ("interest", 7))
    ]
    assert left == [500, 300, 307]
    assert unit.account.amount == sum(entry.effect for entry in unit.entries) == 307
    assert unit.account.last.endswith(unit.entries[-1].transaction_id)


def test_a_refusal_leaves_the_unit_as_it_was() -> None:
    unit = opened(savings())
    deposit = unit.post(an_entry("deposit", 500))
    before, entries = unit.account, unit.entries
    for change in (
        lambda: unit.post(an_entry("withdrawal", 501)),
        lambda: unit.append(an_entry("deposit", 5, "2026-03-04")),
        lambda: unit.reverse("01JB0000000000000000000099.20260305", "salah"),
        lambda: unit.correct(deposit.transaction_id, an_entry("repayment", 5), "salah"),
        lambda: unit.close(date(2026, 11, 24), None),
    ):
        with pytest.raises(Refusal):
            change()
    assert (unit.account, unit.entries) == (before, entries)


def test_an_entry_that_waits_is_reversed_in_its_place() -> None:
    unit = opened(savings())
    deposit = unit.post(an_entry("deposit", 500))
    reversal = unit.reverse(deposit.transaction_id, "salah")
    kept, undone = unit.entries
    assert (kept.reversed_by, undone.reverses) == (reversal.transaction_id, kept.transaction_id)
    assert (unit.size, unit.account.amount) == (2 + 2, 0)
    with pytest.raises(Conflict, match="already_reversed"):
        unit.reverse(deposit.transaction_id, "salah")
    with pytest.raises(Conflict, match="is_reversal"):
        unit.reverse(reversal.transaction_id, "salah")
    with pytest.raises(NotFound):
        unit.reverse("01JB0000000000000000000099.20260305", "salah")


def test_what_takes_is_corrected_after_what_adds_and_the_other_way_round() -> None:
    unit = opened(savings())
    deposit = unit.post(an_entry("deposit", 900))
    withdrawal = unit.post(an_entry("withdrawal", 900))
    more = unit.correct(deposit.transaction_id, an_entry("deposit", 1_000), "dikoreksi")
    less = unit.correct(withdrawal.transaction_id, an_entry("withdrawal", 950), "dikoreksi")
    assert unit.account.amount == 50
    assert [entry.type for entry in unit.entries] == [
        "deposit", "withdrawal", "deposit", "reversal", "reversal", "withdrawal",
    ]  # fmt: skip
    assert (more.amount, less.amount) == (1_000, 950)


def test_a_backdated_repayment_is_placed_by_a_replay_of_what_waits() -> None:
    late, early = opened(loan()), opened(loan())
    for unit, days in ((late, ("2026-06-01", "2026-03-01")), (early, ("2026-03-01", "2026-06-01"))):
        for day in days:
            unit.post(an_entry("repayment", 60_000, day))
    assert isinstance(late.account, LoanAccount)
    assert isinstance(early.account, LoanAccount)
    assert late.account.financing.state == early.account.financing.state


def test_another_sum_lent_replaces_the_disbursement() -> None:
    unit = opened(loan())
    unit.post(an_entry("repayment", 110_000))
    days = [date(2026, month, 20) for month in range(2, 12)]
    unit.reschedule(schedules.explicit([(d, 150_000, 0) for d in days], date(2026, 1, 10)), "baru")
    types = [entry.type for entry in unit.entries]
    assert types == ["disbursement", "repayment", "disbursement", "reversal"]
    assert unit.account.amount == sum(entry.effect for entry in unit.entries) == 1_390_000


def test_what_was_agreed_at_another_opening_is_taken_over_but_not_what_was_paid() -> None:
    unit = opened(savings())
    unit.post(an_entry("deposit", 500))
    unit.agree(savings(product="berjangka", terms=TermDeposit(date(2027, 1, 10), 12)))
    account = unit.account
    assert (account.product, account.amount) == ("berjangka", 500)


def test_a_closed_account_takes_nothing_until_it_is_opened_again() -> None:
    unit = opened(savings())
    unit.close(date(2026, 11, 20), "pindah")
    with pytest.raises(Conflict, match="account_closed"):
        unit.post(an_entry("deposit", 5))
    unit.reopen()
    unit.post(an_entry("deposit", 5))
    assert not unit.account.is_closed


def test_a_unit_is_full_before_a_transaction_is() -> None:
    unit = opened(savings())
    while not unit.is_full:
        unit.append(an_entry("deposit", 1))
    assert unit.size == MOST_WRITES + 1
    assert len(unit.writes()) <= 100 - 4


def test_what_is_written_has_the_next_version_and_nothing_waits() -> None:
    unit = opened(loan())
    assert (unit.is_new, unit.account.version) == (True, 0)
    unit.committed()
    assert isinstance(unit.account, LoanAccount)
    assert (unit.account.version, unit.account.financing.version) == (1, 1)
    assert (unit.is_changed, unit.is_new, unit.writes()) == (False, False, [])
    unit.append(an_entry("repayment", 5))
    unit.committed()
    assert (unit.account.version, unit.account.financing.version) == (2, 2)


def test_an_entry_before_the_opening_is_refused() -> None:
    with pytest.raises(Invalid, match="value_date: order"):
        opened(savings()).post(an_entry("deposit", 5, "2026-01-09"))
