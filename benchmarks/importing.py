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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import spreadsheets
from benchmarks.again import Again, make_tables
from benchmarks.figures import Figure
from benchmarks.place import PASSWORD, port_of, signed_in
from benchmarks.planning import cpu_of, set_environment
from local.engine import Engine

FEW = 2_000
ROWS_CHECKED = 100_000
CHECKED_WITHIN = 20.0
MOST_MB = 500.0
MOST_OF_ENGINES = 1.43
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
        checked = steps(announced(few))
        name = f"dry run of {ROWS_CHECKED} rows"
        yield Figure(f"{name}: time", checked["seconds"], CHECKED_WITHIN, "s", 1.0)
        yield Figure(f"{name}: CPU of its time", checked["cpu"], checked["seconds"], "s", 1.0)

        import_id = announced(paths)
        checked = steps(import_id)
        name = f"dry run of {rows} rows"
        yield f"{name}: {rows / checked['seconds']:.0f} rows/s"
        yield Figure(f"{name}: peak memory", checked["peak_mb"], MOST_MB, "MB", 1.0)

        asked_to_run(import_id)
        cpu = cpu_of(engine.pid)
        with Again(folder) as again:
            run = steps(import_id, again)
        cpu = cpu_of(engine.pid) - cpu
    finally:
        engine.stop()
    name, seconds = f"run of {rows} rows", run["seconds"]
    taken = sum(states.get("taken", 0) for states in run["counts"].values())
    yield f"{name}: {taken / seconds:.0f} rows/s; the engine's own {taken / again.seconds:.0f}"
    yield Figure(
        f"{name}: time, against the engine's", seconds, again.seconds, "s", MOST_OF_ENGINES
    )
    yield Figure(f"{name}: peak memory", run["peak_mb"], MOST_MB, "MB", 1.0)
    threads = seconds * WORKERS
    yield Figure(f"{name}: waiting, of {WORKERS} threads", run["waited"], threads, "s", 1.0)
    yield Figure(f"{name}: CPU of Python, of its time", run["cpu"], seconds, "s", 1.0)
    yield Figure(f"{name}: CPU of the engine, of its time", cpu, seconds, "s", 2.0)


def announced(paths: list[Path]) -> str:
    """An import of files that were sent, of which the dry run is asked; its id."""
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


def asked_to_run(import_id: str) -> None:
    """The run is asked of a checked import."""
    from imports.store import jobs
    from shared.aws import dynamo

    dynamo.transact([jobs.save(jobs.load(import_id).model_copy(update={"state": "running"}))])


def steps(import_id: str, again: Again | None = None) -> dict[str, Any]:
    """What it cost to step until the job's state is another; each step is done `again`."""
    command = [sys.executable, "-m", "benchmarks.import_steps", import_id]
    if again:
        command.append(str(again.requests))
    environment = {**os.environ, "PYTHONPATH": f"functions{os.pathsep}."}
    told: dict[str, Any] = {"state": "failed"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        for line in worker.stdout or ():
            told = json.loads(line)
            if again:
                again.send()
                print(_so_far(told, again), file=sys.stderr, flush=True)
            print(file=worker.stdin, flush=True)
    if worker.returncode or told["state"] == "failed":
        raise RuntimeError(import_id)
    return told


def _so_far(told: dict[str, Any], again: Again) -> str:
    costs = f"{told['seconds']:.0f} s, the engine's own {again.seconds:.0f} s"
    return f"{told['state']}: {told['done']} rows, {costs}, peak {told['peak_mb']:.0f} MB"


def _by_the_runner(folder: Path, paths: list[Path]) -> str:
    """Rows a second and CPU of the same through `make run`'s API, with all tables' streams."""
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "data"),
        "DEMO": "0",
        "PORT": "8798",
        "ADMIN_USERNAME": "admin",
        "ADMIN_PASSWORD": PASSWORD,
        "PYTHONPATH": f"functions{os.pathsep}.",
    }
    environment.pop("DYNAMODB_ENDPOINT_URL", None)
    runner = subprocess.Popen(
        [sys.executable, "-m", "local"], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        sapa = signed_in(port_of(runner))
        started, _ = sapa.call("POST", "/imports", {"files": [path.name for path in paths]})
        for upload, path in zip(started["uploads"], paths, strict=True):
            sapa.connection.request("PUT", upload["url"], path.read_bytes())
            sapa.connection.getresponse().read()
        job = f"/imports/{started['import_id']}"
        checked = _until(sapa, job, "check", "checked")
        cpu = cpu_of(runner.pid)
        taken = _until(sapa, job, "run", "done")
        cpu = cpu_of(runner.pid) - cpu
        rows = FEW * spreadsheets.ROWS
        return (
            f"by the running stack: dry run {rows / checked:.0f}, run {rows / taken:.0f} rows/s, "
            f"CPU of Python {cpu:.1f} s for {rows} rows"
        )
    finally:
        runner.terminate()
        runner.wait()


def _until(sapa: Any, job: str, action: str, state: str) -> float:
    begun = time.perf_counter()
    sapa.call("POST", f"{job}/{action}", {} if action == "check" else None)
    while (now := sapa.call("GET", job)[0]["state"]) != state:
        if now == "failed":
            raise RuntimeError(job)
        time.sleep(0.5)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FEW)
