"""A running Sapa with some members, in a process of its own, and the same tables in this one."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.environment import set_environment
from local import tables, template
from local.engine import Engine

PASSWORD = "benchmark-password"  # of an engine in memory that ends with the run
MEMBERS = 500
NAMES = ("Budi", "Siti", "Agus", "Dewi", "Muhammad", "Sri", "Wayan", "Ahmad")
SURNAMES = ("Santoso", "Rahmawati", "Wijaya", "Lestari", "Hidayat", "Siregar", "Zulkarnaen")


@dataclass(frozen=True, slots=True)
class RunningSapa:
    """The local API over one kept-alive connection, signed in as admin."""

    connection: http.client.HTTPConnection
    token: str

    def call(
        self, method: str, path: str, body: object = None
    ) -> tuple[Any, http.client.HTTPMessage]:
        """(answer's JSON, headers)."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": os.urandom(8).hex()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(
            method, f"/api{path}", None if body is None else json.dumps(body), headers
        )
        answer = self.connection.getresponse()
        content = json.loads(answer.read())
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {content}")
        return content, answer.headers


@contextmanager
def run_sapa() -> Iterator[RunningSapa]:
    """Start an engine in memory and Sapa on it, add members; stop both at the end."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine()
        try:
            _set_environment(engine.url, Path(folder))
            runner = subprocess.Popen(
                [sys.executable, "-m", "local"], stdout=subprocess.PIPE, text=True
            )
            try:
                yield _filled(signed_in(port_of(runner)))
            finally:
                runner.terminate()
                runner.wait()
        finally:
            engine.stop()


def _set_environment(endpoint: str, folder: Path) -> None:
    """For the runner, which is a process of its own, and for this one."""
    set_environment(endpoint, folder)
    os.environ |= {
        "DATA_DIR": str(folder),
        "DEMO": "0",
        "PORT": "8799",
        "ADMIN_USERNAME": "admin",
        "ADMIN_PASSWORD": PASSWORD,
        "SERVER_TIMING": "1",
        "PYTHONPATH": f"functions{os.pathsep}.",
    }
    from shared.aws import dynamo

    tables.ensure(dynamo.client(), template.load().tables)


def port_of(runner: "subprocess.Popen[str]") -> int:
    """The port on which a runner says that it is ready."""
    for line in runner.stdout or ():
        if line.startswith("ready on "):
            return int(line.strip().rpartition(":")[2])
    raise RuntimeError("the runner ended before it was ready")


def signed_in(port: int) -> RunningSapa:
    """A runner's API, as its admin."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    login = RunningSapa(connection, "")
    answer, _ = login.call("POST", "/auth/login", {"username": "admin", "password": PASSWORD})
    return RunningSapa(connection, answer["access_token"])


def _filled(sapa: RunningSapa) -> RunningSapa:
    chance = Random(1)
    for _ in range(MEMBERS):
        name = f"{chance.choice(NAMES)} {chance.choice(SURNAMES)}"
        sapa.call("POST", "/members", {"name": name, "joined_on": "2024-03-01"})
    return sapa
