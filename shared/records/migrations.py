"""How far each migration of stored data has come, kept in the auth table.

A migration moves what an earlier version stored to where it lies now, in steps that may be begun
anew after any death. Rooms read both forms until it is done (docs/decisions/migrations.md).
"""

import json
import time
from collections.abc import Callable
from typing import Protocol

from shared.aws import dynamo
from shared.aws.write import put
from shared.kernel.settings import settings

from .keys import auth as keys

_ASKED_EVERY_SECONDS = 30.0

_asked: dict[str, tuple[float, bool]] = {}


class Migration(Protocol):
    """A module of a room: `NAME`, never used again for another one, and its next step."""

    NAME: str

    def step(self, position: str | None, /) -> str | None:
        """Move what lies behind `position` (None: from the start); where to go on, None at the
        end. A step that is done again changes nothing."""


def is_done(name: str) -> bool:
    """Whether a migration is done; asked again at most every 30 seconds until it is."""
    at, done = _asked.get(name, (-_ASKED_EVERY_SECONDS, False))
    if not done and time.monotonic() - at >= _ASKED_EVERY_SECONDS:
        done = _state(name)[1]
        _asked[name] = (time.monotonic(), done)
    return done


def note_done(name: str) -> None:
    """Take a migration as done, which is so too where tables began empty."""
    _asked[name] = (time.monotonic(), True)


def run(name: str, step: Callable[[str | None], str | None]) -> int:
    """Go on with a migration to its end; how many steps it took."""
    position, done = _state(name)
    steps = 0
    while not done:
        position = step(position)
        done = position is None
        _save(name, position, done)
        steps += 1
    note_done(name)
    return steps


def forget() -> None:
    """Drop what is_done remembers, so that it reads at the next use."""
    _asked.clear()


def _state(name: str) -> tuple[str | None, bool]:
    item = dynamo.get(settings().auth_table, keys.migration(name))
    if item is None:
        return None, False
    state = json.loads(str(item["doc"]))
    return state["position"], state["done"]


def _save(name: str, position: str | None, done: bool) -> None:
    doc = json.dumps({"position": position, "done": done})
    pk, sk = keys.migration(name)
    item: dynamo.Item = {"pk": pk, "sk": sk, "doc": doc}
    dynamo.transact([put(settings().auth_table, item)])
