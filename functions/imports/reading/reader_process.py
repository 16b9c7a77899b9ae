"""Files that people sent, each read by a process of its own (read_file.py).

Whatever a file does to its reader, the worker goes on and can say what happened. Plain pipes, since
Lambda has no shared memory for multiprocessing's queues. What a reader says is not believed before
it has the form that it must have.
"""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from interchange.cells import Cell
from shared.aws.observability import logger
from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id
from shared.kernel.messages import say
from shared.kernel.settings import library_path

from .read_file import MOST_MEMORY
from .sheets import CsvForm, Sheet, SheetRow

MOST_SILENCE = 120.0
"""So many seconds a reader is waited for until it says something."""
MOST_OUTPUT = 2 * 1024 * 1024 * 1024
LONGEST_TITLE = 200
LONGEST_MESSAGE = 64 * 1024 * 1024
_CHUNK, _LONGEST_COMPLAINT, _SECONDS_TO_END = 256 * 1024, 10_000, 5.0
_ALLOCATION = re.compile(r"memory allocation of (\d+) bytes failed")
_TOO_LARGE_TO_COUNT = "capacity overflow"
_PLAIN = (str, int, float, bool, type(None))

_Process = subprocess.Popen[bytes]
_Message = Any
"""A list as read_file.py says them."""


def sheets(path: Path, name: str, until: float = float("inf")) -> Generator[Sheet, None, None]:
    """The tables of a file called `name`, their rows as they are read.

    Invalid (field `file`) where it cannot be read, its reader ended or was silent for too long, or
    the monotonic clock has passed `until`.
    """
    with _reader(path) as process:
        messages = _messages(process, name, until)
        message = next(messages)
        while message[0] == "table":
            _, title, form = message
            behind: list[_Message] = []
            rows = _rows(messages, behind)
            yield Sheet(title[:LONGEST_TITLE] or name, rows, form and CsvForm(*form))
            for _ in rows:
                pass
            (message,) = behind


@contextmanager
def _reader(path: Path) -> Iterator[_Process]:
    """The process. Of our environment it has what Python needs to start, and no keys."""
    command = [sys.executable, "-S", "-m", f"{__package__}.read_file"]
    env = {"PYTHONPATH": os.pathsep.join(sys.path), "LD_LIBRARY_PATH": library_path()}
    pipe = subprocess.PIPE
    with (
        path.open("rb") as file,
        subprocess.Popen(command, env=env, stdin=file, stdout=pipe, stderr=pipe) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _messages(process: _Process, name: str, until: float) -> Iterator[_Message]:
    """What a reader says, up to its end; Invalid where that is none."""
    for line in _lines(process, name, until):
        try:
            message = _understood(json.loads(line, parse_constant=_refused))
        except (ValueError, TypeError, LookupError, RecursionError):
            break
        if message[0] == "refused":
            _, code, value, params = message
            raise Invalid("file", code, value or name, **params)
        yield message
        if message[0] == "end":
            return
    raise _failure(process, name)


def _lines(process: _Process, name: str, until: float) -> Iterator[bytearray]:
    """Line by line, as long as the reader says something in time, and not too much."""
    assert process.stdout  # noqa: S101 - it is a pipe
    pipe = process.stdout.fileno()
    poll = select.poll()
    poll.register(pipe)
    said, rest = 0, bytearray()
    while True:
        wait = min(MOST_SILENCE, until - time.monotonic())
        if wait <= 0 or not poll.poll(wait * 1000):
            raise Invalid("file", "file_takes_too_long", name)
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return
        said += len(chunk)
        rest += chunk
        if said > MOST_OUTPUT or len(rest) > LONGEST_MESSAGE:
            raise Invalid("file", "file_unpacks_too_large", name, limit=MOST_OUTPUT // 1024**2)
        if b"\n" in chunk:
            *lines, rest = rest.split(b"\n")
            yield from lines


def _understood(message: Any) -> _Message:
    """A message of a form that we know; ValueError, TypeError or LookupError for any other."""
    match message:
        case ["end"] | ["table", str(), None | [str(), str()]]:
            return message
        case ["refused", str(code), str() | None, dict(params)]:
            say(code, "id", params)
            return message
        case ["rows", [*rows]]:
            return ["rows", [(int(line), list(map(_cell, cells))) for line, cells in rows]]
    raise ValueError


def _refused(constant: str) -> None:
    """NaN and Infinity are no cells."""
    raise ValueError(constant)


def _cell(value: Any) -> Cell:
    if isinstance(value, _PLAIN):
        return value
    written = value["d"]
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def _rows(messages: Iterator[_Message], behind: list[_Message]) -> Iterator[SheetRow]:
    """The rows of the next messages; the first message that has none goes to `behind`."""
    for message in messages:
        if message[0] != "rows":
            behind.append(message)
            return
        yield from message[1]


def _failure(process: _Process, name: str) -> Invalid:
    """Why a reader ended before the file did, as far as the way it ended tells."""
    assert process.stderr  # noqa: S101 - it is a pipe
    complaint = process.stderr.read(_LONGEST_COMPLAINT).decode(errors="replace")
    process.stderr.close()
    try:
        ended = process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        ended = 0
    wanted = _ALLOCATION.search(complaint)
    if _TOO_LARGE_TO_COUNT in complaint or (wanted and int(wanted[1]) > MOST_MEMORY):
        return Invalid("file", "cell_far_outside", name)
    if wanted or "MemoryError" in complaint or ended == -signal.SIGKILL:
        return Invalid("file", "file_needs_memory", name, limit=MOST_MEMORY // 1024**2)
    if ended == -signal.SIGXCPU:
        return Invalid("file", "file_takes_too_long", name)
    reference = new_id()
    logger().error("a reader ended", extra={"reference": reference, "exit": ended})
    return Invalid("file", "reader_ended", name, reference=reference)
