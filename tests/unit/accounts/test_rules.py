from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import (
    LARGEST_BALANCE,
    Standing,
    check_charge,
    check_closing,
    check_opening,
    effect,
    first_day_short,
    number_prefix,
    others_count,
    reversal_effect,
)
from shared.domain.installments import Entry
from shared.kernel.errors import Conflict, Invalid, Refusal

OPENED, TODAY = date(2026, 1, 10), date(2026, 11, 24)
SAVINGS = Standing("savings", "sukarela", OPENED, closed=False, amount=500, last_value_date=OPENED)
OWED = replace(SAVINGS, kind="financing", product="Pinjaman Usaha")
TYPES: Any = ["deposit", "withdrawal", "repayment", "penalty", "interest", "fee", "adjustment"]


def refusal(call: Any, *args: Any) -> tuple[type[Refusal], str, str]:
    with pytest.raises(Refusal) as refused:
        call(*args)
    error = refused.value.errors[0]
    return type(refused.value), error.field, error.code


def test_what_each_entry_does_to_savings() -> None:
    effects = {
        kind: effect(SAVINGS, kind, TODAY, 100, TODAY)
        for kind in ("deposit", "withdrawal", "interest", "fee", "adjustment")
    }
    assert effects == {
        "deposit": 100,
        "withdrawal": -100,
        "interest": 100,
        "fee": -100,
        "adjustment": 100,
    }


def test_what_each_entry_does_to_what_is_owed() -> None:
    effects = {
        kind: effect(OWED, kind, TODAY, 100, TODAY)
        for kind in ("repayment", "penalty", "fee", "adjustment")
    }
    assert effects == {"repayment": -100, "penalty": 100, "fee": 100, "adjustment": -100}


@pytest.mark.parametrize("kind", ["repayment", "penalty"])
def test_savings_take_no_entries_of_financing(kind: Any) -> None:
    assert refusal(effect, SAVINGS, kind, TODAY, 1, TODAY) == (Invalid, "type", "not_one_of")


@pytest.mark.parametrize("kind", ["deposit", "withdrawal", "interest"])
def test_financing_takes_no_entries_of_savings(kind: Any) -> None:
    assert refusal(effect, OWED, kind, TODAY, 1, TODAY) == (Invalid, "type", "not_one_of")


def test_nothing_is_taken_beyond_what_is_there() -> None:
    for account, kind, code in (
        (SAVINGS, "withdrawal", "over_balance"),
        (SAVINGS, "fee", "over_balance"),
        (OWED, "repayment", "over_owed"),
        (OWED, "adjustment", "over_owed"),
    ):
        assert refusal(effect, account, kind, TODAY, 501, TODAY) == (Invalid, "amount", code)


def test_a_balance_stays_within_what_a_browser_counts() -> None:
    full = replace(SAVINGS, amount=LARGEST_BALANCE)
    found = refusal(effect, full, "deposit", TODAY, 1, TODAY)
    assert found == (Invalid, "amount", "balance_too_large")


def test_a_value_date_lies_between_the_opening_and_today() -> None:
    assert effect(SAVINGS, "deposit", OPENED, 1, TODAY) == 1
    early, late = date(2026, 1, 9), date(2026, 11, 25)
    assert refusal(effect, SAVINGS, "deposit", early, 1, TODAY)[1:] == ("value_date", "order")
    assert refusal(effect, SAVINGS, "deposit", late, 1, TODAY)[1:] == ("value_date", "in_future")


@pytest.mark.parametrize("kind", TYPES)
def test_a_closed_account_takes_no_entry(kind: Any) -> None:
    closed = replace(SAVINGS, closed=True)
    expected = (Conflict, "account_id", "account_closed")
    assert refusal(effect, closed, kind, TODAY, 1, TODAY) == expected


@pytest.mark.parametrize("product", ["pokok", "wajib"])
def test_pokok_and_wajib_are_paid_out_whole_or_not_at_all(product: str) -> None:
    kept = replace(SAVINGS, product=product)
    assert effect(kept, "withdrawal", TODAY, 500, TODAY) == -500
    assert effect(kept, "deposit", TODAY, 500, TODAY) == 500
    found = refusal(effect, kept, "withdrawal", TODAY, 499, TODAY)
    assert found == (Invalid, "amount", "kept_until_leaving")


def test_nothing_is_charged_where_nothing_was_lent() -> None:
    expected = (Conflict, "account_id", "nothing_lent_yet")
    assert refusal(check_charge, "penalty", 0) == expected
    check_charge("penalty", 1)
    check_charge("repayment", 0)


def test_a_reversal_takes_back_the_effect() -> None:
    paid = Entry("0001", "repayment", TODAY, 100)
    assert reversal_effect(OWED, paid, -100, None, True) == 100
    assert reversal_effect(SAVINGS, Entry("0001", "deposit", TODAY, 500), 500, None, True) == -500


def test_reversals_that_cannot_be() -> None:
    deposit, lent = Entry("1", "deposit", TODAY, 501), Entry("1", "disbursement", TODAY, 500)
    undone = Entry("2", "reversal", TODAY, 5, "1")
    for args, code in (
        ((SAVINGS, deposit, 501, None, False), "below_zero"),
        ((SAVINGS, deposit, 501, "2", False), "already_reversed"),
        ((SAVINGS, undone, 5, None, False), "is_reversal"),
        ((OWED, lent, 500, None, True), "disbursement_in_use"),
    ):
        assert refusal(reversal_effect, *args) == (Conflict, "transaction_id", code)
    closed = replace(SAVINGS, closed=True)
    assert refusal(reversal_effect, closed, deposit, 1, None, False)[2] == "account_closed"
    assert reversal_effect(OWED, lent, 500, None, False) == -500


def test_entries_that_were_reversed_are_no_others() -> None:
    lent = Entry("1", "disbursement", OPENED, 500)
    paid, undone = Entry("2", "repayment", TODAY, 5), Entry("3", "reversal", TODAY, 5, "2")
    assert others_count([lent, paid], lent)
    assert not others_count([lent, paid, undone], lent)


def test_an_account_is_closed_only_when_it_holds_nothing() -> None:
    empty = replace(SAVINGS, amount=0, last_value_date=date(2026, 5, 1))
    check_closing(empty, TODAY, TODAY)
    for args, field, code in (
        ((SAVINGS, TODAY, TODAY), "account_id", "balance_left"),
        ((OWED, TODAY, TODAY), "account_id", "still_owed"),
        ((replace(empty, closed=True), TODAY, TODAY), "account_id", "account_closed"),
        ((empty, date(2026, 4, 30), TODAY), "closed_on", "order"),
        ((empty, date(2026, 11, 25), TODAY), "closed_on", "in_future"),
    ):
        assert refusal(check_closing, *args)[1:] == (field, code)


def test_an_opening_is_not_in_the_future_and_not_after_its_first_instalment() -> None:
    check_opening(TODAY, TODAY, TODAY)
    late = date(2026, 11, 25)
    assert refusal(check_opening, late, None, TODAY)[1:] == ("opened_on", "in_future")
    assert refusal(check_opening, TODAY, OPENED, TODAY)[1:] == ("first_due_on", "order")


def test_given_out_numbers_begin_by_product() -> None:
    products = ("pokok", "wajib", "sukarela", "berjangka", "Simpanan Haji")
    assert [number_prefix("savings", p) for p in products] == ["SP", "SW", "SS", "SB", "SL"]
    assert number_prefix("financing", "pokok") == "PB"


@given(st.lists(st.tuples(st.sampled_from(TYPES), st.integers(1, 1000)), max_size=40))
def test_the_ledger_sums_to_the_balance_which_is_never_below_nothing(
    asked: list[tuple[Any, int]],
) -> None:
    account, effects, reversed_ = replace(SAVINGS, amount=0), [], set()
    for number, (kind, amount) in enumerate(asked):
        try:
            change = effect(account, kind, TODAY, amount, TODAY)
        except Invalid:
            change = None
        if change is not None:
            effects.append((number, kind, change))
            account = replace(account, amount=account.amount + change)
        elif effects and effects[-1][0] not in reversed_:
            original, posted, change = effects[-1]
            entry = Entry(str(original), posted, TODAY, abs(change))
            back = None
            try:
                back = reversal_effect(account, entry, change, None, True)
            except Conflict:
                continue
            reversed_.add(original)
            account = replace(account, amount=account.amount + back)
        assert account.amount >= 0
    kept = sum(change for number, _, change in effects if number not in reversed_)
    assert account.amount == kept


def test_the_first_day_on_which_a_past_balance_is_short_is_named() -> None:
    days = [date(2026, 3, day) for day in range(1, 6)]
    effects = [(days[0], 100), (days[2], -80), (days[3], 200), (days[3], -10)]
    assert first_day_short(210 - 20, days[1], effects) is None
    assert first_day_short(210 - 21, days[1], effects) == days[2]
    assert first_day_short(210 - 101, days[1], effects) == days[1]
    assert first_day_short(210 - 150, days[3], effects) is None
