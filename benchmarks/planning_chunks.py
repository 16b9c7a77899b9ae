"""`make benchchunks ACCOUNTS=300000`: a day's planning over so many open accounts, by its chunks.

All of them are late or about to be, so that each chunk reads every one: the worst that the index
can be. One in five has a stage today. Some ten minutes, most of them for writing the accounts.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

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
    write_all,
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
        engine = Engine(Path(folder) / "engine.db")
        try:
            set_environment(engine.url, Path(folder))
            _write(accounts)
            for figure in _measure(engine, accounts):
                print(figure)
        finally:
            engine.stop()


def _write(accounts: int) -> None:
    from shared.aws import dynamo

    tables.ensure(dynamo.client(), template.load().tables)
    write_all(account_of(number, _due_in(number)) for number in range(accounts))
    write_all(card_of(number) for number in range(0, accounts, REMINDED))


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
