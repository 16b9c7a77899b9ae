"""Numbers of tests/data/indonesian_practice.json: reckoned by hand, not by the code."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from arrears.rules import Pause, arrears
from arrears.standing.collectability import COOPERATIVE_2021, OJK_2019, classify, is_short
from shared.domain.financing import Financing, new_schedule
from shared.domain.installments import Entry
from shared.kernel.dates import add_months
from shared.records.due_rows import usual_gap

FILE = Path(__file__).parents[2] / "data/indonesian_practice.json"
SCENARIOS = json.loads(FILE.read_text(encoding="utf-8"))["scenarios"]


def rows() -> Iterator[Any]:
    for scenario in SCENARIOS:
        for row in scenario["rows"]:
            yield pytest.param(scenario, row, id=f"{scenario['name']}, {row['as_of']}")


def schedule_of(scenario: Any) -> Financing:
    first = date.fromisoformat(scenario["first_due_on"])
    step = {"week": 7, "day": 1}
    due = [
        add_months(first, n)
        if scenario["every"] == "month"
        else first + timedelta(days=n * step[scenario["every"]])
        for n in range(scenario["count"])
    ]
    return new_schedule([(day, scenario["principal"], scenario["margin"]) for day in due])


@pytest.mark.parametrize(("scenario", "row"), list(rows()))
def test_an_account_stands_where_the_table_says(scenario: Any, row: Any) -> None:
    as_of = date.fromisoformat(row["as_of"])
    entries = [
        Entry(f"{n:04}", "repayment", date.fromisoformat(on), amount)
        for n, (on, amount) in enumerate(scenario.get("payments", []))
    ]
    spans = scenario.get("pauses", [])
    pauses = [Pause(date.fromisoformat(start), date.fromisoformat(end)) for start, end in spans]
    state = schedule_of(scenario).replay(entries, as_of)
    found = arrears(state, pauses, scenario.get("grace_days", 0), as_of)
    short = is_short(usual_gap(state))

    def number(profile: Any) -> int:
        return classify(profile, found.oldest_due_on, found.delinquent_days, short).number

    assert {
        "as_of": row["as_of"],
        "days_past_due": found.days_past_due,
        "delinquent_days": found.delinquent_days,
        "overdue_principal": found.overdue_principal,
        "overdue_margin": found.overdue_margin,
        "cooperative": number(COOPERATIVE_2021),
        "ojk": number(OJK_2019),
    } == row
