"""Reads one file that somebody sent: a program of its own, the file its standard input.

It says what it read as lines of JSON: ["table", name, form of a CSV], ["rows", [[line, cells], …]],
["refused", code, value, params] where the file cannot be read, and at last ["end"]. A date is
{"d": "2026-11-24"}; a name of nothing is the file's own. Before it looks at the file it gives up
what it does not need: much memory and time, writing and opening files, and so the network.
"""

import codecs
import io
import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO

from shared.kernel.errors import Invalid

from . import archives, sheets

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 120
ROWS_AT_ONCE = 500

Message = list[object]


def messages(file: IO[bytes], name: str = "") -> Iterator[Message]:
    """What is to be said of a file."""
    try:
        for sheet in sheets.sheets(file, name):
            yield ["table", sheet.name, sheet.csv]
            while some := list(islice(sheet.rows, ROWS_AT_ONCE)):
                yield ["rows", some]
    except Invalid as invalid:
        (fault,) = invalid.errors
        yield ["refused", fault.code, fault.value, fault.params]
    except archives.BROKEN:
        yield ["refused", "file_broken", name, {}]
    except MemoryError:
        yield ["refused", "file_needs_memory", name, {"limit": MOST_MEMORY // 1024**2}]
    else:
        yield ["end"]


def written(said: Iterable[Message]) -> Iterator[str]:
    """Messages as lines of JSON."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_date, separators=(",", ":")).encode
    return (f"{encode(message)}\n" for message in said)


def _date(value: date) -> dict[str, str]:
    return {"d": value.isoformat()}


def give_up_rights() -> None:
    """Bound what this process may take from here on, and open no file and no connection more."""
    os.nice(5)
    for kind, limit in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, sys.stderr.fileno() + 1),
    ):
        resource.setrlimit(kind, (limit, limit))


def main() -> None:
    """Read standard input, write to standard output."""
    import python_calamine  # noqa: F401 - loaded while files can be opened

    for encoding in ("cp1252", "cp437", "utf-16", "utf-8-sig"):
        codecs.lookup(encoding)
    give_up_rights()
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", write_through=True)
    for line in written(messages(sys.stdin.buffer)):
        out.write(line)


if __name__ == "__main__":
    main()
