"""`make benchafter`: how fast Sapa answers, and what it costs, right after an import's end.

All of `make run` takes in MEMBERS members with their accounts and entries, beside some that were
there before. Lists and members are read before the import, in a steady state, and within a minute
after its end; ratios of one run, on any machine. The counters' own pace is measured beside.
"""

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from benchmarks import spreadsheets
from benchmarks.counting import counted_a_second
from benchmarks.figures import Figure
from benchmarks.planning import cpu_of
from benchmarks.running_stack import Stack, checked, run_stack, taken, uploaded

MEMBERS = 5_000
THERE_BEFORE = 500
MINUTE = 60.0
CALLS = 300
IDLE_SECONDS = 20.0

LEAST_ROWS_A_SECOND = 600.0
LEAST_COUNTED_A_SECOND = 5_000.0
MOST_RATIO = 3.0
MOST_IDLE = 0.02

_LISTS = ("sort=name", "sort=-joined_on", "q=siti", "q=bud san", "status=active&sort=member_no")


def main(members: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, count in enumerate((THERE_BEFORE, members)):
            (folder / str(number)).mkdir()
            spreadsheets.write(folder / str(number), count, first=number * THERE_BEFORE)
        with run_stack(folder / "data") as stack:
            for figure in _measure(stack, folder, members):
                print(figure, flush=True)
    rate = counted_a_second()
    yes = "ok" if rate >= LEAST_COUNTED_A_SECOND else "TOO SLOW"
    print(f"counters: {rate:.0f} stream records/s (at least {LEAST_COUNTED_A_SECOND:.0f}) {yes}")


def _measure(stack: Stack, folder: Path, members: int) -> Iterator[Figure | str]:
    database = folder / "data/engine.db"
    _taken_in(stack, folder / "0", {})
    _seconds_until_counted(stack, THERE_BEFORE)
    time.sleep(2)
    before, kept = _times(stack), _kept(database)

    rows = members * spreadsheets.ROWS
    engine = json.loads((folder / "data/engine.pid").read_text(encoding="utf-8"))["pid"]
    processes = {"engine": engine, "Python": stack.pid}
    seconds, used = _taken_in(stack, folder / "1", processes)
    ended = time.perf_counter()
    yield _least(f"run of {rows} rows", rows / seconds, LEAST_ROWS_A_SECOND, "rows/s")
    for name, cpu in used.items():
        yield f"CPU of the {name} for it: {cpu:.1f} s, {rows / cpu:.0f} rows for each second"
    counted = _seconds_until_counted(stack, THERE_BEFORE + members)
    yield Figure("seconds until the counts are right", counted, MINUTE, "s", 1.0)
    after = _times(stack)
    yield f"measured until {time.perf_counter() - ended:.0f} s after the import's end"
    for name, values in before.items():
        for share, place in (("p50", 9), ("p95", 18)):
            was, now = (statistics.quantiles(v, n=20)[place] for v in (values, after[name]))
            yield Figure(f"{name}: {share}", now, was, "ms", MOST_RATIO)

    for name, pid in processes.items():
        yield Figure(f"idle CPU of the {name}, of a core", _idle(pid), 1.0, "", MOST_IDLE)
    for name, number in _kept(database).items():
        if more := (number - kept.get(name, 0.0)) / members:
            yield f"a member's {name}: {more:.2f}"


def _taken_in(
    stack: Stack, folder: Path, processes: Mapping[str, int]
) -> tuple[float, dict[str, float]]:
    """Import a folder's files; the seconds of the run, and of CPU of each process."""
    job = uploaded(stack, [folder / name for name in spreadsheets.NAMES])
    checked(stack, job)
    used = {name: cpu_of(pid) for name, pid in processes.items()}
    seconds = taken(stack, job)
    return seconds, {name: cpu_of(pid) - used[name] for name, pid in processes.items()}


def _seconds_until_counted(stack: Stack, members: int) -> float:
    begun = time.perf_counter()
    while stack.sapa.call("GET", "/members/counts")[0]["total"] != members:
        time.sleep(0.1)
    return time.perf_counter() - begun


def _times(stack: Stack) -> dict[str, list[float]]:
    """Milliseconds of each call of a list and of a member."""
    page, _ = stack.sapa.call("GET", "/members?limit=100&sort=-joined_on")
    ids = [row["member_id"] for row in page["items"]]
    paths = {
        "list": [f"/members?limit=25&{query.replace(' ', '%20')}" for query in _LISTS],
        "member": [f"/members/{member_id}" for member_id in ids],
    }
    found: dict[str, list[float]] = {name: [] for name in paths}
    for number in range(CALLS):
        for name, some in paths.items():
            begun = time.perf_counter()
            stack.sapa.call("GET", some[number % len(some)])
            found[name].append((time.perf_counter() - begun) * 1000)
    return found


def _idle(pid: int) -> float:
    """Seconds of CPU a second of a process that nobody asks anything."""
    used = cpu_of(pid)
    time.sleep(IDLE_SECONDS)
    return (cpu_of(pid) - used) / IDLE_SECONDS


def _kept(database: Path) -> dict[str, float]:
    """Stream records, items and kB of the engine's file, by kind."""
    found: dict[str, float] = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        for table, number in file.execute(
            "SELECT table_name, COUNT(*) FROM _stream_records GROUP BY table_name"
        ):
            found[f"stream records of {table}"] = number
        sizes = "SELECT name, SUM(pgsize) / 1000.0 FROM dbstat GROUP BY name"
        for name, kilobytes in file.execute(sizes):
            owner = name.removeprefix("sqlite_autoindex_").removesuffix("_1").partition("::")[0]
            kind = f"kB of {owner}"
            found[kind] = found.get(kind, 0.0) + kilobytes
    found["kB in all"] = sum(size for kind, size in found.items() if kind.startswith("kB"))
    return found


def _least(name: str, value: float, least: float, unit: str) -> str:
    verdict = "ok" if value >= least else "TOO SLOW"
    return f"{name}: {value:.0f} {unit} (at least {least:.0f}) {verdict}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS)
