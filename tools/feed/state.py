"""What was sent: a SQLite file, so that what has not changed is not sent again.

It holds ids, sequences and hashes. Without it everything is sent once more, and is `same`.
"""

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (
    kind TEXT, id TEXT, sequence INTEGER, hash TEXT, closed INTEGER, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """The last message about a thing: `hash` of its body, empty where that is not all of it yet."""

    sequence: int
    hash: str
    closed: bool


class State:
    """Open it with `with`."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> "State":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def sent(self, kind: str, thing_id: str) -> Sent | None:
        sql = "SELECT sequence, hash, closed FROM sent WHERE kind = ? AND id = ?"
        row = self._db.execute(sql, (kind, thing_id)).fetchone()
        return Sent(row[0], row[1], bool(row[2])) if row else None

    def next_sequence(self, kind: str, thing_id: str) -> int:
        """Milliseconds since 1970, but always above the last one."""
        last = self.sent(kind, thing_id)
        return max(int(time.time() * 1000), last.sequence + 1 if last else 0)

    def keep(self, kind: str, thing_id: str, now: Sent) -> None:
        """Note that Sapa has taken a message."""
        sql = "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)"
        self._db.execute(sql, (kind, thing_id, now.sequence, now.hash, now.closed))

    def is_seen(self, thing_id: str, mark: str) -> bool:
        """Whether all of an account came over when its system showed it like this."""
        sql = "SELECT 1 FROM seen WHERE id = ? AND mark = ?"
        return self._db.execute(sql, (thing_id, mark)).fetchone() is not None

    def see(self, thing_id: str, mark: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (thing_id, mark))


def hash_of(content: Mapping[str, Any]) -> str:
    """Equal for equal content."""
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:32]
