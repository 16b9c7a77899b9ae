"""`make benchchunks ACCOUNTS=300000`: a day's planning over so many open accounts, by its chunks.

All of them are late or about to be, so that each chunk reads every one: the worst that the index
can be. One in five has a stage today. What planning reads of them, entries of the index and cards,
is written into the engine's file while no engine runs on it: that takes seconds, calls took hours.
"""

import json
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.environment import set_environment
from benchmarks.figures import Figure
from benchmarks.planning import (
    MEMORY,
    STAGES,
    TODAY,
    Morning,
    account_of,
    card_of,
    cpu_of,
)
from local import tables, template
from local.engine import Engine

ACCOUNTS, REMINDED = 300_000, 5
"""One account in so many has a stage today."""
LATE = 40
"""Days late: behind the last stage."""
LAMBDA_SECONDS, LAMBDA_MEGABYTES = 900.0, 1769.0


def main() -> None:
    """Measure and print."""
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else ACCOUNTS
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        database = Path(folder) / "engine.db"
        _make_tables(database)
        _write(database, accounts)
        engine = Engine(database)
        try:
            set_environment(engine.url, database.parent)
            _forget_the_first()
            for figure in _measure(engine, accounts):
                print(figure)
        finally:
            engine.stop()


def _make_tables(database: Path) -> None:
    engine = Engine(database)
    try:
        set_environment(engine.url, database.parent)
        from shared.aws import dynamo

        tables.ensure(dynamo.client(), template.load().tables)
    finally:
        engine.stop()


def _forget_the_first() -> None:
    """The engine has another port than the one that made the tables."""
    from shared.aws import dynamo
    from shared.kernel.settings import settings

    settings.cache_clear()
    dynamo.client.cache_clear()


def _write(database: Path, accounts: int) -> None:
    from shared.kernel.settings import settings

    with closing(sqlite3.connect(database)) as file, file:
        file.executemany(
            f'INSERT INTO "{settings().accounts_table}::gsi::by_due" VALUES (?, ?, ?, ?, ?)',
            map(_entry, range(accounts)),
        )
        file.executemany(
            f'INSERT INTO "{settings().members_table}" (pk, sk, item_json, item_size)'
            " VALUES (?, ?, ?, ?)",
            map(_card, range(0, accounts, REMINDED)),
        )


def _entry(number: int) -> tuple[str, ...]:
    """An entry of the index by_due as the engine keeps it."""
    item = _item_due_in(_due_in(number))
    text = json.dumps(item).replace(_digits(0), _digits(number))
    made = json.loads(text) | {"due_shard": {"S": str(number % 4)}}
    names = ("due_shard", "due_on", "pk", "sk")
    return *(f"S:{made[name]['S']}" for name in names), json.dumps(made)


@cache
def _item_due_in(days: int) -> dict[str, Any]:
    item: dict[str, Any] = account_of(0, days).request["Item"]
    return {name: item[name] for name in ("pk", "sk", "due_shard", "due_on", "row", "pauses")}


def _card(number: int) -> tuple[str, str, str, int]:
    item = card_of(number).request["Item"]
    text = json.dumps(item)
    return f"S:{item['pk']['S']}", f"S:{item['sk']['S']}", text, len(text)


def _digits(number: int) -> str:
    return f"01JB{number:022}"


def _due_in(number: int) -> int:
    reminded, stage = divmod(number, REMINDED)
    return -LATE if stage else -STAGES[reminded % len(STAGES)]


def _measure(engine: Engine, accounts: int) -> list[Figure]:
    """The longest chunk, their number, and what all of them took."""
    from reminders.planning import planner, stored_runs
    from shared.aws import meter as meters

    meter = meters.Meter()
    token = meters.meter.set(meter)
    begun, ours = cpu_of(engine.pid), time.process_time()
    seconds: list[float] = []
    run = planner.start(Morning())
    while not run.done:
        at = time.perf_counter()
        planner.take_next_chunk(TODAY, run.version, Morning())
        seconds.append(time.perf_counter() - at)
        run = stored_runs.of_day(TODAY) or run
        print(f"chunk {len(seconds)}: {seconds[-1]:.0f} s, {run.messages} messages so far")
    meters.meter.reset(token)
    reminded = -(-accounts // REMINDED)
    if run.messages != reminded:
        raise RuntimeError(f"{run} instead of {reminded} messages")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ours = time.process_time() - ours
    name = f"planning {reminded} of {accounts} accounts"
    return [
        Figure(f"{name}: the longest chunk", max(seconds), LAMBDA_SECONDS, "s", 0.7),
        Figure(f"{name}: memory", peak, LAMBDA_MEGABYTES, "MB", 0.5),
        Figure(f"{name}: all chunks", sum(seconds), len(seconds) * LAMBDA_SECONDS, "s", 1.0),
        Figure(f"{name}: CPU, the engine's apart", ours, sum(seconds), "s", 1.0),
        Figure(f"{name}: the engine's CPU", cpu_of(engine.pid) - begun, sum(seconds), "s", 2.0),
        Figure(f"{name}: calls a message", meter.calls / reminded, 0.5, "calls", 1.0),
        Figure(f"{name}: read units a message", meter.read_units / reminded, 20.0, "RCU", 1.0),
        Figure(f"{name}: write units a message", meter.write_units / reminded, 8.5, "WCU", 1.0),
    ]


if __name__ == "__main__":
    main()
