"""`make benchimport`: the import of a cooperative's files, against the engine's own rate.

MEMBERS=100000 is a large cooperative: 300,000 accounts and 1,000,000 entries. The engine's own rate
is measured in the same run: after each step its very transactions are sent to a second engine, by
bare HTTP, as fast as may be.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import spreadsheets
from benchmarks.engine_replay import EngineReplay, make_tables
from benchmarks.environment import set_environment
from benchmarks.figures import Figure
from benchmarks.planning import cpu_of
from benchmarks.running_stack import checked, run_stack, taken, uploaded
from local.engine import Engine

FEW = 2_000
ROWS_CHECKED = 100_000
CHECKED_WITHIN = 20.0
MAX_MB = 500.0
MAX_RATIO = 1.43
WORKERS = 4


def main(members: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = _files(folder / "csv", members)
        for figure in _measure(folder, members, paths):
            print(figure, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(_by_the_runner(folder, _files(folder / "csv", FEW)), flush=True)


def _files(folder: Path, members: int) -> list[Path]:
    folder.mkdir()
    return spreadsheets.write(folder, members)


def _measure(folder: Path, members: int, paths: list[Path]) -> Iterator[Figure | str]:
    rows = members * spreadsheets.ROWS
    engine = Engine(folder / "engine.db")
    try:
        set_environment(engine.url, folder)
        os.environ["FILES_FOLDER"] = str(folder / "files")
        make_tables(engine.url)
        few = _files(folder / "few", -(-ROWS_CHECKED // spreadsheets.ROWS))
        check = steps(uploaded_import(few))
        name = f"dry run of {ROWS_CHECKED} rows"
        yield Figure(f"{name}: time", check["seconds"], CHECKED_WITHIN, "s", 1.0)
        yield Figure(f"{name}: CPU of its time", check["cpu"], check["seconds"], "s", 1.0)

        import_id = uploaded_import(paths)
        check = steps(import_id)
        name = f"dry run of {rows} rows"
        yield f"{name}: {rows / check['seconds']:.0f} rows/s"
        yield Figure(f"{name}: peak memory", check["peak_mb"], MAX_MB, "MB", 1.0)

        start_run(import_id)
        cpu = cpu_of(engine.pid)
        with EngineReplay(folder) as replay:
            run = steps(import_id, replay)
        cpu = cpu_of(engine.pid) - cpu
    finally:
        engine.stop()
    name, seconds = f"run of {rows} rows", run["seconds"]
    taken = sum(states.get("taken", 0) for states in run["counts"].values())
    yield f"{name}: {taken / seconds:.0f} rows/s; the engine's own {taken / replay.seconds:.0f}"
    yield Figure(f"{name}: time, against the engine's", seconds, replay.seconds, "s", MAX_RATIO)
    yield Figure(f"{name}: peak memory", run["peak_mb"], MAX_MB, "MB", 1.0)
    threads = seconds * WORKERS
    yield Figure(f"{name}: waiting, of {WORKERS} threads", run["waited"], threads, "s", 1.0)
    yield Figure(f"{name}: CPU of Python, of its time", run["cpu"], seconds, "s", 1.0)
    yield Figure(f"{name}: CPU of the engine, of its time", cpu, seconds, "s", 2.0)


def uploaded_import(paths: list[Path]) -> str:
    """Store an import whose files are uploaded and whose dry run was requested; its id."""
    from imports.store import jobs
    from imports.store.jobs import ImportFile, ImportJob
    from shared.aws import dynamo, files
    from shared.kernel.ids import new_id

    import_id = new_id()
    kept = tuple(
        ImportFile(name=p.name, key=f"imports/{import_id}/{n}") for n, p in enumerate(paths)
    )
    for file, path in zip(kept, paths, strict=True):
        files.put(file.key, path)
    job = ImportJob(
        import_id=import_id,
        state="checking",
        files=kept,
        created_at="2026-11-24T01:00:00.000Z",
        created_by="benchmark",
        role="admin",
    )
    dynamo.transact([jobs.save(job)])
    return import_id


def start_run(import_id: str) -> None:
    """Request the run of a checked import."""
    from imports.store import jobs
    from shared.aws import dynamo

    dynamo.transact([jobs.save(jobs.load(import_id).model_copy(update={"state": "running"}))])


def steps(import_id: str, replay: EngineReplay | None = None) -> dict[str, Any]:
    """Do an import's steps until its state changes; what they cost. `replay` sends each step's
    transactions to another engine."""
    command = [sys.executable, "-m", "benchmarks.import_steps", import_id]
    if replay:
        command.append(str(replay.requests))
    environment = {**os.environ, "PYTHONPATH": f"functions{os.pathsep}."}
    cost: dict[str, Any] = {"state": "failed"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        for line in worker.stdout or ():
            cost = json.loads(line)
            if replay:
                replay.send()
                print(_progress(cost, replay), file=sys.stderr, flush=True)
            print(file=worker.stdin, flush=True)
    if worker.returncode or cost["state"] == "failed":
        raise RuntimeError(import_id)
    return cost


def _progress(cost: dict[str, Any], replay: EngineReplay) -> str:
    costs = f"{cost['seconds']:.0f} s, the engine's own {replay.seconds:.0f} s"
    return f"{cost['state']}: {cost['done']} rows, {costs}, peak {cost['peak_mb']:.0f} MB"


def _by_the_runner(folder: Path, paths: list[Path]) -> str:
    """Rows a second and CPU of the same through `make run`'s API, with all tables' streams."""
    with run_stack(folder / "data") as stack:
        job = uploaded(stack, paths)
        rows = FEW * spreadsheets.ROWS
        rate = rows / checked(stack, job)
        cpu = cpu_of(stack.pid)
        seconds = taken(stack, job)
        cpu = cpu_of(stack.pid) - cpu
    return (
        f"by the running stack: dry run {rate:.0f}, run {rows / seconds:.0f} rows/s, "
        f"CPU of Python {cpu:.1f} s for {rows} rows"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FEW)
