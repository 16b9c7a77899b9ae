"""`python -m local` in a process of its own."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import httpx

from local.engine import free_port

ROOT = Path(__file__).parents[3]
PASSWORD = "sepeda tua di gudang"
START_SECONDS = 60


class Sapa:
    """A run on a folder; `lines` is what it has printed."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.port = folder, free_port()
        known = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "DYNAMODB_"))}
        settings = {
            "PORT": str(self.port),
            "DATA_DIR": str(folder),
            "DEMO": "0",
            "ADMIN_PASSWORD": PASSWORD,
            "PYTHONPATH": "functions",
            **variables,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local"],
            cwd=ROOT,
            env=known | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._said = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        """Keep what it prints: one that nobody listens to would wait."""
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                with self._said:
                    self.lines.append(line.rstrip("\n"))
                    self._said.notify_all()

    def ready(self) -> "Sapa":
        with self._said:
            assert self._said.wait_for(self._is_ready, START_SECONDS), self.lines
        return self

    def _is_ready(self) -> bool:
        return any(line.startswith("ready on ") for line in self.lines)

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        url = f"http://127.0.0.1:{self.port}/api{path}"
        return httpx.post(url, json=body, headers=headers, timeout=30)

    def get(self, path: str, **headers: str) -> httpx.Response:
        url = f"http://127.0.0.1:{self.port}/api{path}"
        return httpx.get(url, headers=headers, timeout=30)

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.post("/auth/login", {"username": "admin", "password": password})

    def token(self) -> str:
        """The access token of its admin."""
        return str(self.sign_in().json()["access_token"])

    def end(self, kind: int) -> int:
        self.process.send_signal(kind)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(START_SECONDS)
        self._listener.join()
        return code


def engines_of(folder: Path) -> list[str]:
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder / "engine.db").encode() in line.read_bytes():
                found.append(line.parent.name)
        except OSError:
            continue
    return found
