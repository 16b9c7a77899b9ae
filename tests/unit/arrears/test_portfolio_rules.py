from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrears.ageing.portfolio_rules import AT_RISK, PortfolioAgeing, buckets, span_of
from shared.kernel.errors import Invalid

TODAY = date(2026, 11, 24)
BUCKETS = buckets((0, 30, 60, 90, 120, 180))


@pytest.mark.parametrize(
    ("days", "first"),
    [(0, 0), (1, 1), (30, 1), (31, 31), (60, 31), (61, 61), (90, 61), (91, 91), (121, 121)],
)
def test_an_account_is_in_the_bucket_of_its_days_past_due(days: int, first: int) -> None:
    ageing = PortfolioAgeing([1], BUCKETS)
    ageing.add(days, 1, 10, 100)
    counted = [
        start for (start, _), found in zip(BUCKETS, ageing.buckets, strict=True) if found.count
    ]
    assert counted == [first]
    oldest, newest = span_of(first, BUCKETS, TODAY)
    assert oldest <= TODAY - timedelta(days=days) <= newest


def test_portfolio_at_risk_counts_from_the_first_day_and_then_beyond_30_60_and_90() -> None:
    ageing = PortfolioAgeing([1], BUCKETS)
    for days in (0, 1, 30, 31, 60, 61, 90, 91):
        ageing.add(days, 1, 0, 100)
    assert ageing.at_risk == {"1": 700, "30": 500, "60": 300, "90": 100}
    assert ageing.ratio("30") == 0.625


def test_nothing_outstanding_is_no_risk() -> None:
    assert PortfolioAgeing([1, 2], BUCKETS).ratio("1") == 0.0


def test_buckets_are_the_cooperatives_own() -> None:
    spans = buckets((30, 90))
    assert spans == ((0, 30), (31, 90), (91, None))
    assert span_of(0, spans, TODAY) == (TODAY - timedelta(days=30), date.max)
    assert span_of(91, spans, TODAY) == (date.min, TODAY - timedelta(days=91))


def test_a_bucket_is_named_by_its_first_day() -> None:
    with pytest.raises(Invalid):
        span_of(2, BUCKETS, TODAY)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 500), st.integers(1, 4), st.integers(0, 10**9), st.integers(0, 10**9)
        )
    )
)
def test_buckets_and_classes_each_sum_to_the_whole_and_risk_shrinks_with_days(
    accounts: list[tuple[int, int, int, int]],
) -> None:
    ageing = PortfolioAgeing([1, 2, 3, 4], BUCKETS)
    for account in accounts:
        ageing.add(*account)
    for parts in (ageing.buckets, tuple(ageing.by_class.values())):
        assert sum(p.count for p in parts) == len(accounts)
        assert sum(p.overdue_amount for p in parts) == sum(a[2] for a in accounts)
        assert sum(p.outstanding_principal for p in parts) == sum(a[3] for a in accounts)
    for name, first in AT_RISK.items():
        assert ageing.at_risk[name] == sum(a[3] for a in accounts if a[0] >= first)
        assert 0.0 <= ageing.ratio(name) <= 1.0
    risks = list(ageing.at_risk.values())
    assert risks == sorted(risks, reverse=True)


@given(st.integers(0, 3000))
def test_spans_of_all_buckets_hold_each_due_date_once(days: int) -> None:
    due = TODAY - timedelta(days=days - 1000)
    spans = [span_of(first, BUCKETS, TODAY) for first, _ in BUCKETS]
    assert sum(oldest <= due <= newest for oldest, newest in spans) == 1
