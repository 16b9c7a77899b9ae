"""The state of the feed's command in a SQLite file, so that what did not change is not sent again.

It holds ids, sequences and hashes. Without it everything is sent again and answered `same`.
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
class SentMessage:
    """The last message about a record.

    `hash` is of its body; empty where only a part of the body was sent so far. `closed`: as sent,
    the account was closed.
    """

    sequence: int
    hash: str
    closed: bool


class FeedState:
    """The state file; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> "FeedState":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def sent(self, kind: str, record_id: str) -> SentMessage | None:
        sql = "SELECT sequence, hash, closed FROM sent WHERE kind = ? AND id = ?"
        row = self._db.execute(sql, (kind, record_id)).fetchone()
        return SentMessage(row[0], row[1], bool(row[2])) if row else None

    def next_sequence(self, kind: str, record_id: str) -> int:
        """Milliseconds since 1970 (UTC), but always above the last one."""
        last = self.sent(kind, record_id)
        return max(int(time.time() * 1000), last.sequence + 1 if last else 0)

    def keep(self, kind: str, record_id: str, now: SentMessage) -> None:
        """Note that Sapa has taken a message."""
        sql = "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)"
        self._db.execute(sql, (kind, record_id, now.sequence, now.hash, now.closed))

    def is_unchanged(self, account_id: str, row_hash: str) -> bool:
        """Whether all of an account was taken when its row in the core system had this hash."""
        sql = "SELECT 1 FROM seen WHERE id = ? AND mark = ?"
        return self._db.execute(sql, (account_id, row_hash)).fetchone() is not None

    def set_row_hash(self, account_id: str, row_hash: str) -> None:
        """Note that all of an account was taken."""
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (account_id, row_hash))


def hash_of(content: Mapping[str, Any]) -> str:
    """Equal for equal content."""
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:32]
