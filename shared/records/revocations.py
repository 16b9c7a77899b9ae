"""Users and clients whose access tokens are ended before they expire.

A token is good for 15 minutes and is checked without a read of who it is for. One item of the auth
table names those whose tokens end earlier; it is read by each process at most every 30 s. While it
cannot be read, the last copy holds for 5 minutes (docs/decisions/office-boundary.md).
"""

import json
import time
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass, field

from shared.aws import dynamo, write
from shared.kernel.errors import Unauthorized
from shared.kernel.settings import settings

from .keys import auth as keys

GUARD = "revocations"
FRESH_SECONDS, HOLDS_SECONDS = 30, 300
MOST_NAMED = 500
_EVERYBODY = "*"
_SKEW_SECONDS = 60

Ended = tuple[int, int]
"""The version of a user or client from which on tokens are good again, and when the last token of
an earlier one has expired (epoch seconds)."""


@dataclass(frozen=True, slots=True)
class Revocations:
    """Whose tokens are ended, by user name or client id; `version` is the item's.

    Where more are named than an item should hold, everybody's tokens end once: who is still there
    renews theirs.
    """

    ended: Mapping[str, Ended] = field(default_factory=dict)
    version: int = 0

    def holds(self, name: str, version: int, expires: int) -> bool:
        """Whether a token that was issued for this version of a user or client is ended."""
        everybody = self.ended.get(_EVERYBODY)
        if everybody and expires < everybody[1]:
            return True
        one = self.ended.get(name)
        return one is not None and version < one[0]

    def with_end(self, name: str, version: int, until: int, now: int) -> "Revocations":
        """With one more ended, without those of whom no token is left (times: epoch seconds)."""
        left = {n: one for n, one in self.ended.items() if one[1] + _SKEW_SECONDS >= now}
        if len(left) >= MOST_NAMED and name not in left:
            left = {_EVERYBODY: (0, until)}
        return Revocations({**left, name: (version, until)}, self.version)


def read() -> Revocations:
    """The item as it is now. The read is the process's, so no request's meter counts it."""
    item = Context().run(dynamo.get, settings().auth_table, keys.REVOCATIONS)
    if item is None:
        return Revocations()
    ended = {name: (one[0], one[1]) for name, one in json.loads(str(item["doc"])).items()}
    return Revocations(ended, int(item["v"]))


def save(changed: Revocations) -> write.Write:
    """The write over the version that was read (guard `revocations`)."""
    pk, sk = keys.REVOCATIONS
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "v": changed.version + 1,
        "doc": json.dumps(changed.ended),
    }
    table = settings().auth_table
    if changed.version:
        return write.put(table, item, version=changed.version, guard=GUARD)
    return write.put(table, item, new=True, guard=GUARD)


def refuse_ended(name: str, version: int, expires: int, *, at_once: bool = False) -> None:
    """Unauthorized for a token that is ended; Unavailable where nothing recent is known.

    `at_once` reads the item now, for what must not be done by who has just lost the right to it.
    """
    found = _latest() if at_once else _recent()
    if found.holds(name, version, expires):
        raise Unauthorized("session_ended")


def forget() -> None:
    """Drop the copy, so that the item is read at the next use."""
    global _copy
    _copy = None


@dataclass(frozen=True, slots=True)
class _Copy:
    """What a process has read of a table, and when (seconds of the process)."""

    table: str
    read_at: float
    found: Revocations


_copy: _Copy | None = None
_tried = 0.0


def _latest() -> Revocations:
    global _copy, _tried
    _tried = time.monotonic()
    _copy = _Copy(settings().auth_table, _tried, read())
    return _copy.found


def _recent() -> Revocations:
    """The copy where it is fresh, or was last tried to be; else what is read now. While that fails
    the copy holds until it is too old."""
    now, held = time.monotonic(), _copy
    if held and (held.table != settings().auth_table or now - held.read_at >= HOLDS_SECONDS):
        held = None
    if held and now - max(held.read_at, _tried) < FRESH_SECONDS:
        return held.found
    try:
        return _latest()
    except dynamo.Unavailable:
        if held is None:
            raise
        return held.found
