"""The planner's process is killed before each of its writes, and planning is done again."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from local import tables as local_tables
from local.template import Table, load
from reminders.planning import planner, stored_runs
from reminders.planning.stored_runs import PlanningRun
from shared.aws import dynamo
from shared.aws.items import unmarshal
from shared.kernel.settings import settings
from tests.integration.reminders.cooperative import Members, at

ROOT = Path(__file__).parents[3]
NOW = "2026-11-24T08:00"


def a_table(name: str) -> Table:
    """An empty table of reminders."""
    (template,) = (table for table in load().tables if table.name.endswith("-reminders"))
    made = replace(template, definition={**template.definition, "TableName": name})
    local_tables.ensure(dynamo.client(), [made])
    return made


def use(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMINDERS_TABLE", table)
    settings.cache_clear()


def planned_before() -> None:
    """The last planning was in August, so that all stages since are made up for."""
    day = date(2026, 8, 1)
    begun, ended = "2026-08-01T01:00:00.000Z", "2026-08-01T01:00:01.000Z"
    stored_runs.saved(PlanningRun(day, day, begun, ended, finished_at=ended))


def written(table: str) -> dict[tuple[str, str], Any]:
    """All messages and all of the ledger, without the times at which they were written."""
    pages = dynamo.client().get_paginator("scan").paginate(TableName=table)
    items = [unmarshal(raw) for page in pages for raw in page["Items"]]
    found = {}
    for item in items:
        if str(item["pk"]).startswith("M#"):
            doc = json.loads(str(item["doc"]))
            doc.pop("history", None)
            found[str(item["pk"]), str(item["sk"])] = (item.get("status"), doc)
    return found


def killed(plans: list[str]) -> list[int]:
    """How each planning ended."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.integration.reminders.dying_planner", NOW, *plans],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'functions'}",
            "POWERTOOLS_LOG_LEVEL": "WARNING",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line) for line in ended.stdout.split()]


def test_killed_at_any_write_and_run_again_the_messages_are_the_same(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One member has more dues than a transaction holds, one nothing to be reached by."""
    members.add("2026-11-27")
    members.add("2026-11-24").borrows("2026-10-25", "2026-11-23")
    members.add("2026-11-24", phone=None)
    members.add("2026-11-20", consent=False)
    members.add(*[f"2026-09-{day:02}" for day in range(1, 16)])
    settled = a_table("sapa-killed-settled")
    use(settled.name, monkeypatch)
    planned_before()
    planner.run_here(at(NOW))
    expected = written(settled.name)
    assert len(expected) > 100

    probe = a_table("sapa-killed-probe")
    use(probe.name, monkeypatch)
    planned_before()
    writes = 0

    def count_write(**_: object) -> None:
        nonlocal writes
        writes += 1

    events = dynamo.client().meta.events
    events.register("before-send.dynamodb.TransactWriteItems", count_write)
    planner.run_here(at(NOW))
    events.unregister("before-send.dynamodb.TransactWriteItems", count_write)
    assert writes == 3 + 1

    made = [a_table(f"sapa-killed-{number}") for number in range(1, writes + 2)]
    for table in made:
        use(table.name, monkeypatch)
        planned_before()
    ended = killed([f"{table.name}:{n}" for n, table in enumerate(made, start=1)])
    assert ended == [signal.SIGKILL] * writes + [0]
    for number, table in enumerate(made, start=1):
        use(table.name, monkeypatch)
        left_over = written(table.name)
        assert (left_over == expected) == (number >= writes)
        again = planner.run_here(at(NOW))
        assert again.finished_at
        assert written(table.name) == expected
    local_tables.drop(dynamo.client(), [settled, probe, *made])
