"""`make benchimport`: the import of a cooperative's files, against the engine's own rate.

MEMBERS=100000 is a large cooperative: 300,000 accounts and 1,000,000 entries. The engine's own rate
is measured in the same run: the very transactions of the import, sent to a new engine by bare HTTP.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import spreadsheets
from benchmarks.figures import Figure
from benchmarks.place import PASSWORD, port_of, signed_in
from benchmarks.planning import cpu_of, set_environment
from local import tables, template
from local.engine import Engine

FEW = 2_000
ROWS_CHECKED = 100_000
CHECKED_WITHIN = 20.0
MOST_MB = 500.0
ENGINES_SHARE = 0.7
CLIENTS = 4


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
    rows, requests = members * spreadsheets.ROWS, folder / "requests"
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
        run = steps(import_id, str(requests))
        cpu = cpu_of(engine.pid) - cpu
        name, seconds = f"run of {rows} rows", run["seconds"]
        taken = sum(states.get("taken", 0) for states in run["counts"].values())
        yield f"{name}: {taken / seconds:.0f} rows/s, {run['counts']}"
        yield Figure(f"{name}: peak memory", run["peak_mb"], MOST_MB, "MB", 1.0)
        threads = seconds * CLIENTS
        yield Figure(f"{name}: waiting, of {CLIENTS} threads", run["waited"], threads, "s", 1.0)
        yield Figure(f"{name}: CPU of Python, of its time", run["cpu"], seconds, "s", 1.0)
        yield Figure(f"{name}: CPU of the engine, of its time", cpu, seconds, "s", 2.0)
    finally:
        engine.stop()
    own = _sent_again(folder / "again.db", requests)
    yield f"the engine's own rate: {taken / own:.0f} rows/s"
    yield Figure(f"{name}: time, against the engine's own", seconds, own, "s", 1 / ENGINES_SHARE)


def make_tables(url: str) -> None:
    """The template's tables."""
    import boto3

    tables.ensure(boto3.client("dynamodb", endpoint_url=url), template.load().tables)


def announced(paths: list[Path]) -> str:
    """An import of files that were sent, of which the dry run is asked; its id."""
    from imports import jobs
    from imports.jobs import File, Job
    from shared import dynamo, files
    from shared.ids import new_id

    import_id = new_id()
    kept = tuple(File(name=p.name, key=f"imports/{import_id}/{n}") for n, p in enumerate(paths))
    for file, path in zip(kept, paths, strict=True):
        files.put(file.key, path)
    job = Job(
        import_id=import_id,
        state="checking",
        files=kept,
        created_at="2026-11-24T01:00:00.000Z",
        created_by="benchmark",
        role="admin",
    )
    dynamo.transact([jobs.saved(job)])
    return import_id


def asked_to_run(import_id: str) -> None:
    """The run is asked of a checked import."""
    from imports import jobs
    from shared import dynamo

    dynamo.transact([jobs.saved(jobs.get(import_id).model_copy(update={"state": "running"}))])


def steps(import_id: str, *more: str) -> dict[str, Any]:
    """What it cost to step until the job's state is another."""
    command = [sys.executable, "-m", "benchmarks.import_steps", import_id, *more]
    environment = {**os.environ, "PYTHONPATH": f"functions{os.pathsep}."}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    if told["state"] == "failed":
        raise RuntimeError(import_id)
    return told


def _sent_again(database: Path, requests: Path) -> float:
    """Seconds that a new engine takes for the same transactions, sent as fast as may be."""
    engine = Engine(database)
    try:
        make_tables(engine.url)
        with requests.open("rb") as file:
            bodies, lock = _bodies(file), threading.Lock()
            refused: list[bytes] = []
            clients = [
                threading.Thread(target=_send, args=(engine.port, bodies, lock, refused))
                for _ in range(CLIENTS)
            ]
            begun = time.perf_counter()
            for client in clients:
                client.start()
            for client in clients:
                client.join()
        if refused:
            raise RuntimeError(f"{len(refused)} refused: {refused[0]!r}")
        return time.perf_counter() - begun
    finally:
        engine.stop()


def _bodies(file: Any) -> Iterator[bytes]:
    while size := file.read(4):
        yield file.read(int.from_bytes(size))


def _send(port: int, bodies: Iterator[bytes], lock: threading.Lock, refused: list[bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {
        "X-Amz-Target": "DynamoDB_20120810.TransactWriteItems",
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": "AWS4-HMAC-SHA256 Credential=benchmark/20261124/ap-southeast-3/dynamodb"
        "/aws4_request, SignedHeaders=host, Signature=0",
        "X-Amz-Date": "20261124T010000Z",
    }
    while True:
        with lock:
            body = next(bodies, None)
        if body is None:
            return
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            refused.append(content)


def _by_the_runner(folder: Path, paths: list[Path]) -> str:
    """Rows a second of the same through `make run`'s API, with the streams of all tables."""
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
        taken = _until(sapa, job, "run", "done")
        rows = FEW * spreadsheets.ROWS
        return f"by the running stack: dry run {rows / checked:.0f}, run {rows / taken:.0f} rows/s"
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
