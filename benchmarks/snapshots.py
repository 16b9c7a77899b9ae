"""Ageing of a past day over 100,000 accounts, and what taking snapshots costs.

It follows benchmarks/ageing.py, whose 10,000 late accounts are in the index.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.running_sapa import MEMBERS, RunningSapa

if TYPE_CHECKING:
    from arrears.ageing.aged_account import AgedAccount

ACCOUNTS = 100_000
MOST_ITEMS = 40
WITHIN_MS = 2_000.0
DAY = date(2026, 1, 31)
REPLAYED = date(2026, 2, 28)


def measure(sapa: RunningSapa) -> list[Figure]:
    """Milliseconds, calls and items of a day that is kept; calls of taking one."""
    items = _keep(ACCOUNTS)
    path = f"/arrears/ageing?as_of={DAY}"
    sapa.connection.close()
    milliseconds, calls, units = _asked(sapa, path)
    taken, entries = _calls_of_the_index()
    name = f"ageing of a past day, {ACCOUNTS} accounts"
    return [
        Figure(f"{name}: time, against 2 s", milliseconds, WITHIN_MS, "ms", 1.0),
        Figure(f"{name}: calls", calls, 10, "calls", 1.0),
        Figure(f"{name}: read units", units, 2_000, "RCU", 1.0),
        Figure(f"{name}: items", items, MOST_ITEMS, "items", 1.0),
        Figure(f"snapshot of today, {entries} accounts: calls", taken, entries / 50, "calls", 1.0),
        Figure(f"a past day replayed over {MEMBERS} members", _replayed(sapa), 30, "s", 1.0),
    ]


def _rows(count: int) -> Iterator["AgedAccount"]:
    from arrears.ageing.aged_account import AgedAccount

    chance = Random(1)
    for number in range(count):
        late = chance.randrange(-30, 400)
        yield AgedAccount(
            account_id=f"01JB{chance.randrange(10**15):022}.F01JC{chance.randrange(10**15):022}",
            account_no=f"PB{number:06}",
            product=chance.choice(("Mikro", "Usaha", "Konsumtif", "Pendidikan")),
            office=f"KC{chance.randrange(20)}",
            due_on=DAY - timedelta(days=late),
            delinquent_days=max(late - 3, 0),
            short=False,
            overdue=max(late, 0) * 10_000,
            amount=max(late, 0) * 10_000 + 500_000,
            outstanding_principal=chance.randrange(10**7),
        )


def _keep(count: int) -> int:
    """A finished day with so many accounts; how many items they take."""
    from arrears.ageing import portfolio_summary
    from arrears.snapshots import stored_snapshots
    from arrears.snapshots.sources import MOST_ENTRIES
    from arrears.snapshots.stored_snapshots import SnapshotJob
    from shared.aws import dynamo

    sums: portfolio_summary.SummaryByOffice = {}
    parts = 0
    source = _rows(count)
    while rows := list(islice(source, MOST_ENTRIES)):
        parts += 1
        portfolio_summary.with_rows(sums, rows, DAY)
        dynamo.transact([stored_snapshots.part(DAY, parts, rows)])
    at = "2026-01-31T15:30:00.000Z"
    done = SnapshotJob(DAY, "index", at, at, at, None, parts, count, count, sums)
    dynamo.transact([stored_snapshots.started(done), stored_snapshots.summary(done)])
    return parts


def _calls_of_the_index() -> tuple[int, int]:
    """(calls, accounts) of what today's snapshot reads of the index and of members' cards."""
    from arrears.snapshots import sources
    from shared.aws import meter as meters

    counted = meters.Meter()
    token = meters.meter.set(counted)
    accounts, position = 0, ""
    while True:
        chunk = sources.from_index(date.today(), position)  # noqa: DTZ011 - any day will do
        accounts += len(chunk.rows)
        if chunk.position is None:
            meters.meter.reset(token)
            return counted.calls, accounts
        position = chunk.position


def _replayed(sapa: RunningSapa) -> float:
    """Seconds from asking for a past day until the runner's stream has taken it."""
    sapa.connection.close()
    begun = time.perf_counter()
    sapa.call("POST", "/arrears/snapshots", {"date": str(REPLAYED)})
    while sapa.call("GET", f"/arrears/snapshots/{REPLAYED}")[0]["status"] != "done":
        time.sleep(0.2)
    return time.perf_counter() - begun


def _asked(sapa: RunningSapa, path: str) -> list[float]:
    """(ms, calls, read units) of the second of two requests."""
    sapa.call("GET", path)
    begun = time.perf_counter()
    _, headers = sapa.call("GET", path)
    spent = (time.perf_counter() - begun) * 1000
    timing = headers["server-timing"]
    return [spent, *(float(timing.split(f'{n};desc="')[1].split('"')[0]) for n in ("calls", "rcu"))]
