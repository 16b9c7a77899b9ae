"""Checkpoints: up to which record each function has had everything, by shard."""

import threading
from collections.abc import Sequence
from pathlib import Path

from local import state_file
from local.template import StreamSource

# Until 0.2.0 a function was known by its handler.
_EARLIER = {
    "MembersCountFunction": "members.counts.lambda_handler",
    "ImportsWorkFunction": "imports.work.lambda_handler",
    "RemindersDeliverFunction": "reminders.deliver.lambda_handler",
    "ArrearsSnapshotChunkFunction": "arrears.snapshots.stream_handler",
}


class Checkpoints:
    """The file of them, by function, stream and shard."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._last: dict[str, str] = state_file.load(path)

    def get(self, function: str, arn: str, shard: str) -> int | None:
        """The number of the last record before which nothing is left to deliver."""
        found = self._last.get(f"{function} {arn} {shard}")
        if found is None and function in _EARLIER:
            found = self._last.get(f"{_EARLIER[function]} {arn} {shard}")
        return int(found) if found else None

    def passed(self, sources: Sequence[StreamSource]) -> dict[str, int]:
        """By table, the number up to which all functions have had its records, where all have."""
        found: dict[str, int] = {}
        for table in {source.table for source in sources}:
            for arn, shard in self._shards(table):
                numbers = [self.get(s.function, arn, shard) for s in sources if s.table == table]
                known = [number for number in numbers if number is not None]
                if known and len(known) == len(numbers):
                    found[table] = min(known)
        return found

    def _shards(self, table: str) -> set[tuple[str, str]]:
        keys = (tuple(key.split(" ")) for key in self._last)
        return {(arn, shard) for _, arn, shard in keys if f":table/{table}/stream/" in arn}

    def set(self, function: str, arn: str, shard: str, number: int) -> None:
        """Save a checkpoint, if it changed; OSError where there is no room, and it is as before."""
        key = f"{function} {arn} {shard}"
        with self._lock:
            if self._last.get(key) != str(number):
                changed = {**self._last, key: str(number)}
                state_file.save(self._path, changed)
                self._last = changed
