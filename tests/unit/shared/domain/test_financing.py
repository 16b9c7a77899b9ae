import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.financing import Financing, new_schedule
from shared.domain.installments import Allocation, Entry, Installment, effective_entries
from tests.unit.ledger_strategies import OPENED, naive_unpaid, postings, schedules

DUE = [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]


def three() -> Financing:
    return new_schedule([(due, 100, 20) for due in DUE])


def entry(kind: str, amount: int, on: date = DUE[0], number: int = 1, reverses: str = "") -> Entry:
    return Entry(f"{number:04}", kind, on, amount, reverses or None)  # type: ignore[arg-type]


def test_a_repayment_covers_the_oldest_instalment_first_penalty_then_margin_then_principal() -> (
    None
):
    charged, _ = three().apply(entry("penalty", 5))
    state, allocation = charged.apply(entry("repayment", 150, number=2))
    first, second, _ = state.installments
    assert (first.paid_penalty, first.paid_margin, first.paid_principal) == (5, 20, 100)
    assert (second.paid_penalty, second.paid_margin, second.paid_principal) == (0, 20, 5)
    assert allocation == Allocation(principal=105, margin=40, penalty=5, first=1, last=2)
    assert state.oldest_unpaid == second
    assert (state.paid, state.paid_count, state.outstanding) == (150, 1, 215)


def test_the_order_within_an_instalment_can_be_chosen() -> None:
    lent = replace(three(), order=("principal", "margin", "penalty"))
    state, _ = lent.apply(entry("repayment", 110))
    assert (state.installments[0].paid_principal, state.installments[0].paid_margin) == (100, 10)


def test_a_penalty_is_put_on_the_oldest_unpaid_instalment() -> None:
    paid, _ = three().apply(entry("repayment", 120))
    state, allocation = paid.apply(entry("penalty", 7, number=2))
    assert [i.penalty for i in state.installments] == [0, 7, 0]
    assert allocation == Allocation(penalty=7, first=2, last=2)


def test_a_penalty_after_the_last_repayment_reopens_the_last_instalment() -> None:
    paid, _ = three().apply(entry("repayment", 360))
    assert paid.oldest_unpaid is None
    state, _ = paid.apply(entry("penalty", 7, number=2))
    assert state.oldest_unpaid == Installment(3, DUE[2], 100, 20, 7, 100, 20)
    settled, _ = state.apply(entry("repayment", 7, number=3))
    assert settled.outstanding == 0


def test_a_payment_dated_before_the_penalty_it_paid_waits_for_it() -> None:
    posted = [
        entry("penalty", 50, DUE[1], 1),
        entry("repayment", 410, DUE[0], 2),
    ]
    assert three().replay(posted, DUE[0]).credit == 50
    assert three().replay(posted).outstanding == 0
    assert three().replay(posted).installments[2].paid_penalty == 50


def test_a_reversal_and_what_it_reversed_count_at_no_date() -> None:
    posted = [
        entry("repayment", 120, DUE[0], 1),
        entry("repayment", 30, DUE[1], 2),
        entry("reversal", 120, DUE[0], 3, reverses="0001"),
    ]
    assert three().replay(posted, DUE[0]).paid == 0
    assert three().replay(posted).installments[0].paid == 30


def test_an_instalment_is_overdue_only_after_its_due_date() -> None:
    assert three().overdue(DUE[0]) == ()
    assert [i.number for i in three().overdue(DUE[1])] == [1]
    assert three().next_due(DUE[1]) == three().installments[1]
    assert three().next_due(date(2026, 3, 6)) is None


def test_600_instalments_partly_paid_and_penalised_pack_well_under_100_kb() -> None:
    lent = new_schedule(
        [(OPENED + timedelta(days=d), 12_345_678_901, 1_234_567) for d in range(1, 601)]
    )
    state = lent
    for number in range(600):
        state, _ = state.apply(entry("penalty", 54_321, number=number * 2))
        state, _ = state.apply(entry("repayment", 12_346_967_789, number=number * 2 + 1))
    packed = json.dumps(state.to_doc(), separators=(",", ":"))
    assert len(packed) < 50_000
    assert Financing.from_doc(json.loads(packed)) == state


@given(st.data())
def test_taking_entries_in_order_one_by_one_agrees_with_a_replay(data: st.DataObject) -> None:
    lent = data.draw(schedules())
    posted = data.draw(postings(lent, backdated=False))
    state = lent
    for one in posted:
        state = Financing.from_doc(json.loads(json.dumps(state.apply(one)[0].to_doc())))
    assert state == state.replay(posted) == lent.replay(posted)


@given(st.data())
def test_a_replay_agrees_with_the_naive_reading_at_any_date(data: st.DataObject) -> None:
    lent = data.draw(schedules())
    posted = data.draw(postings(lent))
    as_of = OPENED + timedelta(days=data.draw(st.integers(0, 600)))
    state = lent.replay(posted, as_of)
    unpaid = [
        {"penalty": i.unpaid_penalty, "margin": i.unpaid_margin, "principal": i.unpaid_principal}
        for i in state.installments
    ]
    assert unpaid == naive_unpaid(lent, posted, as_of)


@given(st.data())
def test_the_ledger_sums_to_what_is_outstanding(data: st.DataObject) -> None:
    lent = data.draw(schedules())
    posted = data.draw(postings(lent))
    effects = {"repayment": -1, "adjustment": -1, "penalty": 1, "fee": 1}
    by_id = {e.entry_id: e for e in posted}
    owed = lent.outstanding
    for one in posted:
        counted = by_id[one.reverses] if one.reverses else one
        owed += effects[counted.type] * counted.amount * (-1 if one.reverses else 1)
    state = lent.replay(posted)
    assert state.outstanding == owed >= 0
    assert state.credit == 0
    parts = state.outstanding_principal + state.outstanding_margin + state.outstanding_penalty
    assert parts == owed


@given(st.data())
def test_what_entries_paid_by_the_trace_is_what_the_replay_says_is_paid(
    data: st.DataObject,
) -> None:
    lent = data.draw(schedules())
    as_of = OPENED + timedelta(days=data.draw(st.integers(0, 600)))
    counted = [e for e in effective_entries(data.draw(postings(lent))) if e.value_date <= as_of]
    state, steps = lent.replay(counted), list(lent.trace(counted))
    paid: Counter[int] = Counter()
    spent: Counter[str] = Counter()
    for step in steps:
        for payer, share in step.shares:
            whole = share.principal + share.margin + share.penalty
            paid[share.number] += whole
            spent[payer.entry_id] += whole
    assert all(paid[i.number] == i.paid for i in state.installments)
    assert all(spent[e.entry_id] <= e.amount for e in counted)
    payments = sum(e.amount for e in counted if e.type in {"repayment", "adjustment"})
    assert payments == sum(spent.values()) + state.credit
    if steps:
        assert steps[-1].oldest == state.oldest_unpaid
