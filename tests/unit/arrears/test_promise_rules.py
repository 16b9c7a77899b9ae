from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.collections.follow_up_rules import check_fields
from arrears.collections.promise_rules import Promise, check_promise, paid, status
from shared.domain.installments import Entry, EntryType
from shared.kernel.errors import Conflict, Invalid, InvalidMany

MADE, DUE = date(2026, 11, 20), date(2026, 11, 24)
PROMISE = Promise("0005", MADE, DUE, 100)


def entry(number: int, on: date, amount: int = 100, kind: EntryType = "repayment") -> Entry:
    return Entry(f"{number:04}", kind, on, amount)


def test_a_promise_is_kept_as_soon_as_its_amount_came_and_open_until_its_date() -> None:
    assert status(PROMISE, [], DUE) == "open"
    assert status(PROMISE, [entry(6, MADE, 99)], DUE) == "open"
    assert status(PROMISE, [entry(6, MADE, 60), entry(7, DUE, 40)], DUE) == "kept"
    assert status(PROMISE, [entry(6, MADE)], MADE) == "kept"


def test_after_its_date_a_promise_is_partly_kept_or_broken() -> None:
    after = DUE + timedelta(days=1)
    assert status(PROMISE, [], after) == "broken"
    assert status(PROMISE, [entry(6, DUE, 1)], after) == "partly"
    assert status(PROMISE, [entry(6, after)], after) == "broken"


def test_only_repayments_after_the_promise_was_made_count() -> None:
    assert paid(PROMISE, [entry(4, MADE)]) == 0
    assert paid(PROMISE, [entry(6, MADE - timedelta(days=1))]) == 0
    assert paid(PROMISE, [entry(6, DUE, kind="adjustment")]) == 0


def test_a_reversed_repayment_breaks_the_promise_again() -> None:
    first = entry(6, MADE)
    undone = Entry("0007", "reversal", MADE, 100, "0006")
    assert status(PROMISE, [first], DUE + timedelta(days=1)) == "kept"
    assert status(PROMISE, [first, undone], DUE + timedelta(days=1)) == "broken"


def test_a_promise_is_for_today_or_later_and_of_no_more_than_is_owed() -> None:
    check_promise(100, DUE, 100, DUE)
    with pytest.raises(Invalid) as past:
        check_promise(100, DUE, 100, DUE + timedelta(days=1))
    with pytest.raises(Invalid) as more:
        check_promise(101, DUE, 100, DUE)
    with pytest.raises(Conflict) as nothing:
        check_promise(1, DUE, 0, DUE)
    codes = [r.value.errors[0].code for r in (past, more, nothing)]
    assert codes == ["order", "over_owed", "nothing_owed"]


days = st.integers(-5, 15).map(lambda n: MADE + timedelta(days=n))


@given(st.lists(st.tuples(days, st.integers(1, 80))), days)
def test_a_kept_promise_stays_kept_and_paid_agrees_with_a_plain_count(
    repayments: list[tuple[date, int]], today: date
) -> None:
    entries = [entry(10 + n, on, amount) for n, (on, amount) in enumerate(repayments)]
    came = sum(amount for on, amount in repayments if MADE <= on <= DUE)
    assert paid(PROMISE, entries) == came
    final = status(PROMISE, entries, date.max)
    assert final == ("kept" if came >= 100 else "partly" if came else "broken")
    now = status(PROMISE, entries, today)
    assert now == final or (now == "open" and today <= DUE)
    if now == "kept":
        assert status(PROMISE, entries, today + timedelta(days=1)) == "kept"


@pytest.mark.parametrize(
    ("kind", "given_", "fields"),
    [
        ("attempt", {}, ["channel", "outcome"]),
        ("attempt", {"channel": "phone", "outcome": "met"}, ["outcome"]),
        ("visit", {"outcome": "met", "channel": "phone"}, ["channel"]),
        ("promise", {"amount": 1}, ["due_on"]),
        ("promise", {"amount": 1, "due_on": DUE, "outcome": "met"}, ["outcome"]),
    ],
)
def test_each_kind_has_its_own_fields(
    kind: str, given_: dict[str, object], fields: list[str]
) -> None:
    nothing = dict.fromkeys(("channel", "outcome", "amount", "due_on"))
    with pytest.raises(InvalidMany) as refused:
        check_fields(kind, nothing | given_)
    assert [e.field for e in refused.value.errors] == fields
