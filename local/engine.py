"""The embedded DynamoDB: dynoxide as a child on a free loopback port.

It dies with its parent (Linux's parent-death signal). Should it outlive it all the same, the next
start finds it by its note beside the database and ends it, so that no two write to one file.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from local import engine_file, state_file

BINARY = Path(__file__).parents[1] / "node_modules/@dynoxide/linux-x64/dynoxide"
START_SECONDS = 10.0
STOP_SECONDS = 5.0

_TRIES = 3
_PR_SET_PDEATHSIG = 1


class EngineMissing(Exception):
    """There is no binary for this machine."""


class EngineFailed(Exception):
    """The binary ended or did not answer; the text is what it said."""


class Engine:
    """A running engine. Without a database file it lives in memory.

    `passed` is what engine_file.prepare may forget.
    """

    def __init__(
        self, database: Path | None = None, passed: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        if not BINARY.exists():
            raise EngineMissing(
                "The embedded database runs on Linux x86-64 only, and is not in node_modules/. "
                "On Linux run `make setup`; elsewhere set DYNAMODB_ENDPOINT_URL to a DynamoDB "
                "endpoint, such as DynamoDB Local or AWS's own."
            )
        self._database = database
        self._note = database.with_suffix(".pid") if database else None
        if self._note:
            _end_survivor(self._note)
        if database:
            engine_file.prepare(database, passed)
        for remaining in reversed(range(_TRIES)):
            self.port = free_port()
            try:
                self._run()
                break
            except EngineFailed:
                self.stop()
                if not remaining:
                    raise
        self.index()

    def index(self) -> None:
        """Give new tables the indexes that they lack: the engine ends for it, and begins again."""
        if self._database and not engine_file.is_prepared(self._database):
            self.stop()
            engine_file.prepare(self._database, {})
            self._run()

    def begin_again(self) -> None:
        """After it has ended by itself: on the same port, with all that it acknowledged."""
        self._forget_output()
        try:
            self._run()
        except EngineFailed:
            self.stop()
            raise

    def wait(self) -> None:
        """Wait until it ends, however it does."""
        self._process.wait()

    def _run(self) -> None:
        self._process = _start(self.port, self._database)
        _wait_until_it_listens(self._process, self.port)
        if self._note:
            with suppress(OSError):  # a full disk keeps nobody from reading
                state_file.save(self._note, {"pid": self.pid})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """End it and wait until it has; ended already, nothing happens."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._forget_output()
        if self._note:
            self._note.unlink(missing_ok=True)

    def _forget_output(self) -> None:
        if self._process.stdout:
            self._process.stdout.close()


def _start(port: int, database: Path | None) -> subprocess.Popen[bytes]:
    command = [str(BINARY), "serve", "--host", "127.0.0.1", "--port", str(port)]
    if database:
        command += ["--db-path", str(database)]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        restore_signals=False,  # a file that may not grow (SIGXFSZ) is an error, not its end
        preexec_fn=_die_with_parent if _prctl else None,  # noqa: PLW1509 (takes no lock)
    )


# PyDLL keeps Python's lock, which a child of a process with many threads could not take again.
_prctl = ctypes.PyDLL(None).prctl if sys.platform == "linux" else None


def _die_with_parent() -> None:
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stdout.read() if process.stdout else b""
            raise EngineFailed(f"The database ended at once: {said.decode(errors='replace')}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.005)
    raise EngineFailed(f"The database did not answer within {START_SECONDS:.0f} s")


def _end_survivor(note: Path) -> None:
    """End the engine that an earlier run left behind, if the note's pid is still one."""
    try:
        pid = int(json.loads(note.read_text(encoding="utf-8"))["pid"])
    except (FileNotFoundError, ValueError, KeyError):
        return
    for kind, patience in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
        deadline = time.monotonic() + patience
        if not _is_engine_of(pid, note):
            break
        os.kill(pid, kind)
        while _is_engine_of(pid, note) and time.monotonic() < deadline:
            time.sleep(0.01)
    note.unlink(missing_ok=True)


def _is_engine_of(pid: int, note: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(note.with_suffix(".db")) in command
