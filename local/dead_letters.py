"""Stream records that a function did not take, a line each: they stand for dead-letter queues."""

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.kernel import durable

FILE = "dead_letters.jsonl"


def append(path: Path, handler: str, record: Any) -> None:
    """Keep a record and whose it is. OSError where there is no room; then nothing has changed."""
    line = json.dumps({"handler": handler, "record": record}).encode() + b"\n"
    with path.open("ab", buffering=0) as file:
        end = _end_of_whole_lines(path)
        file.truncate(end)
        try:
            if file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


def read(path: Path) -> list[Any]:
    """The letters; without a last one that a power cut broke off, which is delivered again."""
    if not path.exists():
        return []
    whole = path.read_bytes()[: _end_of_whole_lines(path)]
    return [json.loads(line) for line in whole.splitlines()]


def keep(path: Path, letters: Sequence[Any]) -> None:
    """Keep only these."""
    lines = b"".join(json.dumps(letter).encode() + b"\n" for letter in letters)
    durable.replace(path, lines)


def _end_of_whole_lines(path: Path) -> int:
    return path.read_bytes().rfind(b"\n") + 1
