from datetime import date, timedelta

import pytest

from arrears.rules import Pause, arrears
from arrears.standing.collectability import PROFILES, classify, is_short
from arrears.standing.explanation import explanation
from shared.domain.financing import new_schedule
from shared.domain.installments import Entry
from shared.kernel.messages import Language
from shared.records.due_rows import usual_gap

DUE = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("days", "number"),
    [(0, 1), (1, 2), (90, 2), (91, 3), (120, 3), (121, 4), (180, 4), (181, 5), (4000, 5)],
)
def test_the_five_classes_of_ojk(days: int, number: int) -> None:
    assert classify(PROFILES["ojk"], DUE, days, False).number == number


@pytest.mark.parametrize(
    ("until", "short", "number"),
    [
        ("2026-01-06", False, 1),
        ("2026-04-05", False, 1),
        ("2026-04-06", False, 2),
        ("2026-07-05", False, 2),
        ("2026-07-06", False, 3),
        ("2028-04-05", False, 3),
        ("2028-04-06", False, 4),
        ("2026-02-05", True, 1),
        ("2026-02-06", True, 2),
        ("2026-03-05", True, 2),
        ("2026-03-06", True, 3),
        ("2027-12-06", True, 4),
    ],
)
def test_the_four_classes_of_cooperatives(until: str, short: bool, number: int) -> None:
    days = (date.fromisoformat(until) - DUE).days
    assert classify(PROFILES["cooperative"], DUE, days, short).number == number


@pytest.mark.parametrize("name", ["ojk", "cooperative"])
def test_the_end_of_the_calendar_is_no_fault(name: str) -> None:
    assert classify(PROFILES[name], date(9999, 12, 1), 30, False).number <= 2


@pytest.mark.parametrize("name", ["ojk", "cooperative"])
def test_who_is_not_late_is_in_the_best_class(name: str) -> None:
    assert classify(PROFILES[name], None, 0, False).number == 1


def test_daily_and_weekly_instalments_are_told_from_monthly_ones() -> None:
    for gap, short in ((1, True), (7, True), (14, True), (28, False), (31, False)):
        rows = new_schedule([(DUE + timedelta(days=gap * n), 1, 0) for n in range(5)])
        assert is_short(usual_gap(rows)) is short
    assert not is_short(usual_gap(new_schedule([(DUE, 1, 0)])))


def said(as_of: str, language: Language, grace: int = 0, pause: Pause | None = None) -> str:
    schedule = new_schedule([(date(2026, m, 5), 100_000, 20_000) for m in (6, 7, 8, 9)])
    state, _ = schedule.apply(Entry("1", "repayment", DUE, 250_000))
    on = date.fromisoformat(as_of)
    found = arrears(state, (pause,) if pause else (), grace, on)
    profile = PROFILES["ojk"]
    grade = classify(profile, found.oldest_due_on, found.delinquent_days, False)
    return explanation(found, grace, grade, language)


def test_the_explanation_names_the_oldest_unpaid_instalment() -> None:
    assert said("2026-09-06", "id") == (
        "Angsuran ke-3 (jatuh tempo 5 Agustus 2026) belum lunas: lewat 32 hari per "
        "6 September 2026. Tunggakan Rp230.000, angsuran yang menunggak: 2. "
        "Kolektibilitas: Dalam perhatian khusus."
    )


def test_the_explanation_tells_what_was_taken_off() -> None:
    pause = Pause(date(2026, 8, 10), date(2026, 8, 20))
    assert said("2026-09-06", "en", 3, pause) == (
        "Instalment 3 (due 5 August 2026) is not fully paid: 32 days past due as of "
        "6 September 2026. Counted: 19 days, after taking off 3 days of grace and 10 days of "
        "pause. Overdue: Rp230,000; instalments overdue: 2. Class: Special mention."
    )


def test_the_explanation_of_one_day() -> None:
    assert "1 day past due as of 6 August 2026." in said("2026-08-06", "en")


def test_the_explanation_where_nothing_is_overdue() -> None:
    assert said("2026-08-05", "id") == (
        "Tidak ada tunggakan per 5 Agustus 2026. "
        "Angsuran ke-3 sebesar Rp110.000 jatuh tempo 5 Agustus 2026."
    )
    closed = arrears(new_schedule([(DUE, 1, 0)]), (), 0, DUE, closed_on=DUE)
    grade = classify(PROFILES["ojk"], None, 0, False)
    assert explanation(closed, 0, grade, "en") == "Nothing is overdue as of 5 January 2026."
