import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears import rules
from arrears.rules import Pause
from arrears.standing.class_changes import ClassedAccount, ClassTransition, changes
from arrears.standing.collectability import COOPERATIVE_2021, OJK_2019, ClassProfile, classify
from shared.domain.financing import Financing, new_schedule
from shared.domain.installments import Entry, EntryType
from shared.kernel.dates import add_months

JANUARY = date(2026, 1, 5)
EVER = ((date.min, OJK_2019),)
MONTHLY = new_schedule([(add_months(JANUARY, n), 100, 10) for n in range(12)])


class Ledger:
    """Entries, each posted on its value date unless said otherwise."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.posted: dict[str, date] = {}
        self._ids = count(1)

    def posts(
        self, kind: EntryType, amount: int, on: date, *, posted: date | None = None, of: str = ""
    ) -> Entry:
        entry = Entry(f"{next(self._ids):05}", kind, on, amount, of or None)
        self.entries.append(entry)
        self.posted[entry.entry_id] = posted or on
        return entry

    def changes(
        self,
        until: date,
        *,
        schedule: Financing = MONTHLY,
        profiles: Sequence[tuple[date, ClassProfile]] = EVER,
        pauses: tuple[Pause, ...] = (),
        grace: int = 0,
        short: bool = False,
    ) -> list[ClassTransition]:
        account = ClassedAccount(schedule, date(2025, 12, 5), grace, pauses, short)
        return changes(account, self.entries, lambda e: self.posted[e.entry_id], profiles, until)


def told(found: list[ClassTransition]) -> list[tuple[str, int, int, str]]:
    return [(str(c.on), c.before.number, c.after.number, c.cause) for c in found]


def test_days_alone_take_an_account_through_all_classes() -> None:
    assert told(Ledger().changes(date(2026, 12, 31))) == [
        ("2026-01-06", 1, 2, "days_passed"),
        ("2026-04-06", 2, 3, "days_passed"),
        ("2026-05-06", 3, 4, "days_passed"),
        ("2026-07-05", 4, 5, "days_passed"),
    ]


def test_a_repayment_cures_and_the_next_instalment_makes_late_again() -> None:
    ledger = Ledger()
    paid = ledger.posts("repayment", 110, date(2026, 1, 20))
    found = ledger.changes(date(2026, 2, 10))
    assert told(found) == [
        ("2026-01-06", 1, 2, "days_passed"),
        ("2026-01-20", 2, 1, "repayment"),
        ("2026-02-06", 1, 2, "days_passed"),
    ]
    assert (found[1].entry, found[1].days_past_due) == (paid, 0)


def test_a_waiver_cures_too_and_a_penalty_on_a_paid_account_reopens_it() -> None:
    once = new_schedule([(JANUARY, 100, 0)])
    ledger = Ledger()
    ledger.posts("adjustment", 100, date(2026, 1, 10))
    ledger.posts("penalty", 5, date(2026, 4, 20))
    assert told(ledger.changes(date(2026, 4, 30), schedule=once)) == [
        ("2026-01-06", 1, 2, "days_passed"),
        ("2026-01-10", 2, 1, "waiver"),
        ("2026-04-20", 1, 3, "penalty"),
    ]


def test_a_reversal_takes_the_class_back_on_the_day_it_was_posted() -> None:
    ledger = Ledger()
    paid = ledger.posts("repayment", 110, date(2026, 1, 20))
    undone = ledger.posts(
        "reversal", 110, date(2026, 1, 20), posted=date(2026, 1, 28), of=paid.entry_id
    )
    found = ledger.changes(date(2026, 1, 31))
    assert told(found)[1:] == [
        ("2026-01-20", 2, 1, "repayment"),
        ("2026-01-28", 1, 2, "reversal"),
    ]
    assert (found[2].entry, found[2].days_past_due) == (undone, 23)


def test_a_payment_that_was_reversed_on_its_own_day_never_counted() -> None:
    ledger = Ledger()
    paid = ledger.posts("repayment", 110, date(2026, 1, 20))
    ledger.posts("reversal", 110, date(2026, 1, 20), of=paid.entry_id)
    assert told(ledger.changes(date(2026, 1, 31))) == [("2026-01-06", 1, 2, "days_passed")]


def test_grace_and_a_pause_put_a_change_off() -> None:
    ledger = Ledger()
    pause = Pause(date(2026, 1, 6), date(2026, 1, 16))
    assert told(ledger.changes(date(2026, 1, 31), grace=3, pauses=(pause,))) == [
        ("2026-01-19", 1, 2, "days_passed")
    ]


def test_another_profile_is_a_cause_of_its_own() -> None:
    profiles = ((date.min, OJK_2019), (date(2026, 2, 1), COOPERATIVE_2021))
    assert told(Ledger().changes(date(2026, 4, 6), profiles=profiles)) == [
        ("2026-01-06", 1, 2, "days_passed"),
        ("2026-02-01", 2, 1, "profile"),
        ("2026-04-06", 1, 2, "days_passed"),
    ]


def test_what_comes_to_nothing_on_one_day_is_no_change() -> None:
    ledger = Ledger()
    ledger.posts("repayment", 110, date(2026, 1, 6))
    assert told(ledger.changes(date(2026, 1, 31))) == []


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 250)), max_size=6),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=2),
    st.integers(0, 10),
    st.booleans(),
    st.sampled_from([OJK_2019, COOPERATIVE_2021]),
)
def test_the_changes_are_those_that_classing_every_day_finds(
    payments: list[tuple[int, int]],
    spans: list[tuple[int, int]],
    grace: int,
    short: bool,
    profile: ClassProfile,
) -> None:
    ledger = Ledger()
    for days, amount in payments:
        ledger.posts("repayment", amount, JANUARY + timedelta(days=days))
    pauses: tuple[Pause, ...] = ()
    for start, length in sorted(spans):
        begin = JANUARY + timedelta(days=start)
        if not pauses or begin >= pauses[-1].end_on:
            pauses += (Pause(begin, begin + timedelta(days=length)),)
    until = date(2027, 6, 1)
    found = ledger.changes(
        until, profiles=((date.min, profile),), pauses=pauses, grace=grace, short=short
    )
    naive = []
    before = profile.classes[0]
    day = date(2025, 12, 5)
    while day <= until:
        state = MONTHLY.replay(ledger.entries, day)
        arrears = rules.arrears(state, pauses, grace, day)
        after = classify(profile, arrears.oldest_due_on, arrears.delinquent_days, short)
        if after != before:
            naive.append((day, before.number, after.number))
        before, day = after, day + timedelta(days=1)
    assert [(c.on, c.before.number, c.after.number) for c in found] == naive
    assert all(a.after == b.before for a, b in pairwise(found))


@pytest.mark.parametrize("late_by", [0, 3])
def test_ten_years_of_days_take_well_under_a_second(late_by: int) -> None:
    days = [JANUARY + timedelta(days=n) for n in range(3650)]
    schedule = new_schedule([(day, 1_000, 100) for day in days])
    ledger = Ledger()
    for day in days:
        ledger.posts("repayment", 1_100, day + timedelta(days=late_by))
    begun = time.process_time()
    found = ledger.changes(date(2040, 1, 1), schedule=schedule, short=True)
    spent = time.process_time() - begun
    assert len(found) == (0 if late_by == 0 else 2)
    assert spent < 1.5
