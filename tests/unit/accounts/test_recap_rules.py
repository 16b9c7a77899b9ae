from accounts.recap.rules import Posted, sums
from shared.domain.installments import EntryType


def entry(kind: EntryType, amount: int, undone: EntryType | None = None) -> Posted:
    return Posted(
        "id", "account", "SS00001", kind, undone, "2026-11-24", "time", amount, amount, "rina"
    )


def test_a_day_without_entries_comes_to_nothing() -> None:
    assert sums([]) == {"count": 0, "cash_in": 0, "cash_out": 0, "types": []}


def test_money_in_and_out_is_what_passed_over_the_counter() -> None:
    day = [
        entry("deposit", 100),
        entry("repayment", 50),
        entry("withdrawal", 30),
        entry("disbursement", 500),
        entry("penalty", 7),
        entry("interest", 9),
        entry("fee", 1),
        entry("adjustment", 2),
    ]
    found = sums(day)
    assert (found["cash_in"], found["cash_out"]) == (150, 530)


def test_a_reversal_takes_back_what_its_entry_did() -> None:
    assert entry("reversal", 100, undone="deposit").cash == -100
    assert entry("reversal", 30, undone="withdrawal").cash == 30
    assert entry("reversal", 9, undone="interest").cash == 0


def test_what_was_reversed_is_taken_off_the_side_it_was_on() -> None:
    found = sums(
        [
            entry("deposit", 100),
            entry("reversal", 100, undone="deposit"),
            entry("withdrawal", 30),
            entry("reversal", 20, undone="disbursement"),
        ]
    )
    assert (found["cash_in"], found["cash_out"]) == (0, 10)


def test_types_are_counted_and_summed_the_most_frequent_first() -> None:
    found = sums([entry("withdrawal", 5), entry("deposit", 10), entry("deposit", 20)])
    assert found["count"] == 3
    assert found["types"] == [
        {"type": "deposit", "count": 2, "amount": 30},
        {"type": "withdrawal", "count": 1, "amount": 5},
    ]
