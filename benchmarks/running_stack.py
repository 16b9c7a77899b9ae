"""All of `make run` on an empty DATA_DIR, in a process of its own, and imports through its API."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.running_sapa import PASSWORD, RunningSapa, port_of, signed_in


@dataclass(frozen=True, slots=True)
class Stack:
    """Its API, signed in as admin, and the process that serves it."""

    sapa: RunningSapa
    pid: int


@contextmanager
def run_stack(data_dir: Path) -> Iterator[Stack]:
    """Start it, with an engine, streams and schedules of its own; stop it at the end."""
    environment = {
        **os.environ,
        "DATA_DIR": str(data_dir),
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
        yield Stack(signed_in(port_of(runner)), runner.pid)
    finally:
        runner.terminate()
        runner.wait()


def uploaded(sapa: RunningSapa, paths: Sequence[Path]) -> str:
    """Begin an import of these files; the path of its routes."""
    started, _ = sapa.call("POST", "/imports", {"files": [path.name for path in paths]})
    for upload, path in zip(started["uploads"], paths, strict=True):
        sapa.connection.request("PUT", upload["url"], path.read_bytes())
        sapa.connection.getresponse().read()
    return f"/imports/{started['import_id']}"


def checked(sapa: RunningSapa, job: str) -> float:
    """Do an import's dry run; the seconds that it took."""
    return _until(sapa, job, "check", "checked")


def taken(sapa: RunningSapa, job: str) -> float:
    """Do an import's run; the seconds that it took."""
    return _until(sapa, job, "run", "done")


def _until(sapa: RunningSapa, job: str, action: str, state: str) -> float:
    begun = time.perf_counter()
    sapa.call("POST", f"{job}/{action}", {} if action == "check" else None)
    while (now := sapa.call("GET", job)[0]["state"]) != state:
        if now == "failed":
            raise RuntimeError(job)
        time.sleep(0.5)
    return time.perf_counter() - begun
