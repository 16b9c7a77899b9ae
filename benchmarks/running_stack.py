"""All of `make run` on an empty DATA_DIR, in a process of its own, and imports through its API."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.running_sapa import PASSWORD, RunningSapa, port_of, signed_in

SIGNED_IN_SECONDS = 600.0
"""A token is good for 15 minutes; an import may take an hour."""


class Stack:
    """Its API, as the admin, and the process that serves it."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self._port = pid, port
        self._sign_in()

    @property
    def sapa(self) -> RunningSapa:
        """Signed in not long ago."""
        if time.monotonic() - self._signed_in_at > SIGNED_IN_SECONDS:
            self._sapa.connection.close()
            self._sign_in()
        return self._sapa

    def _sign_in(self) -> None:
        self._sapa, self._signed_in_at = signed_in(self._port), time.monotonic()


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
        yield Stack(runner.pid, port_of(runner))
    finally:
        runner.terminate()
        runner.wait()


def uploaded(stack: Stack, paths: Sequence[Path]) -> str:
    """Begin an import of these files; the path of its routes."""
    sapa = stack.sapa
    started, _ = sapa.call("POST", "/imports", {"files": [path.name for path in paths]})
    for upload, path in zip(started["uploads"], paths, strict=True):
        sapa.connection.request("PUT", upload["url"], path.read_bytes())
        sapa.connection.getresponse().read()
    return f"/imports/{started['import_id']}"


def checked(stack: Stack, job: str) -> float:
    """Do an import's dry run; the seconds that it took."""
    return _until(stack, job, "check", "checked")


def taken(stack: Stack, job: str) -> float:
    """Do an import's run; the seconds that it took."""
    return _until(stack, job, "run", "done")


def _until(stack: Stack, job: str, action: str, state: str) -> float:
    begun = time.perf_counter()
    stack.sapa.call("POST", f"{job}/{action}", {} if action == "check" else None)
    while (now := stack.sapa.call("GET", job)[0]["state"]) != state:
        if now == "failed":
            raise RuntimeError(job)
        time.sleep(0.5)
    return time.perf_counter() - begun
