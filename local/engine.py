"""The DynamoDB engine (dynoxide) as a child of this process."""

import ctypes
import os
import platform
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
BINARY = ROOT / "node_modules/@dynoxide/linux-x64/dynoxide"
START_SECONDS = 20.0
STOP_SECONDS = 5.0

_PR_SET_PDEATHSIG = 1


class EngineMissing(Exception):
    """There is no engine for this machine."""


class Engine:
    """A running engine: its data in `db`, or in memory without one. Stop it, or use `with`."""

    def __init__(self, db: Path | None = None) -> None:
        if not BINARY.exists():
            raise EngineMissing(
                f"The embedded DynamoDB engine is for Linux on x86-64; this is {platform.system()} "
                f"on {platform.machine()}. Set DYNAMODB_ENDPOINT_URL to another DynamoDB, or run "
                "`make setup` if this is Linux on x86-64."
            )
        self._pid_file = db.with_suffix(".pid") if db else None
        if self._pid_file and db:
            _end_stale(self._pid_file, db)
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        place = ["--db-path", str(db)] if db else []
        command = [str(BINARY), "serve", "--host", "127.0.0.1", "--port", str(self._port), *place]
        self._process = subprocess.Popen(  # noqa: PLW1509 - no thread runs yet that could hold a lock
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        if self._pid_file:
            self._pid_file.write_text(str(self._process.pid))
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"the engine ended at its start ({self._process.returncode})")
            with suppress(urllib.error.URLError, ConnectionError):
                try:
                    urllib.request.urlopen(self.url, timeout=1)  # noqa: S310 - our own loopback
                except urllib.error.HTTPError:
                    return
                return
            time.sleep(0.01)
        self.stop()
        raise RuntimeError(f"the engine did not answer within {START_SECONDS:.0f} s")

    def stop(self) -> None:
        """End the engine; its data is safe on disk after each acknowledged write."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._pid_file:
            self._pid_file.unlink(missing_ok=True)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """In the child: ask the kernel to end it when the runner is gone, even by kill -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_stale(pid_file: Path, db: Path) -> None:
    """End an engine that outlived its runner, if the process of that id is really one of this data."""
    with suppress(FileNotFoundError, ValueError, ProcessLookupError, PermissionError):
        pid = int(pid_file.read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if str(db).encode() in command:
            os.kill(pid, signal.SIGKILL)
            while Path(f"/proc/{pid}").exists() and not _is_zombie(pid):
                time.sleep(0.01)
    pid_file.unlink(missing_ok=True)


def _is_zombie(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True
