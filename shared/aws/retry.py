"""Retries of work whose transaction conflicts with another one."""

import time
from collections.abc import Callable, Collection, Iterator
from random import SystemRandom
from typing import TypeVar

from .dynamo import ConditionFailed, Contended

MAX_ATTEMPTS = 30
_PAUSE_SECONDS = 0.01
_MAX_PAUSE_SECONDS = 0.1

# SnapStart's clones share the state of `random`: they would all wait the same time.
_random = SystemRandom()

Answer = TypeVar("Answer")


def retry_on_conflict(
    work: Callable[[], Answer],
    *,
    final: Collection[str] = (),
    busy: Exception | None = None,
    max_attempts: int = MAX_ATTEMPTS,
) -> Answer:
    """Call `work`, which reads and then writes, until its transaction is not refused.

    A ConditionFailed that names a guard of `final` is raised at once. After the last attempt `busy`
    is raised (Contended by default). With 30 attempts, 20 callers at once can change the same item
    one after another.
    """
    for _ in attempts(max_attempts):
        try:
            return work()
        except ConditionFailed as failed:
            if not set(failed.guards).isdisjoint(final):
                raise
        except Contended:
            continue
    raise busy or Contended


def attempts(max_attempts: int = MAX_ATTEMPTS) -> Iterator[int]:
    """Numbers of attempts from 0, with growing random pauses between them.

    Leave the loop on success; after the last attempt it ends. For loops that need the number or a
    time limit: else use retry_on_conflict.
    """
    for attempt in range(max_attempts):
        if attempt:
            longest = min(_PAUSE_SECONDS * attempt, _MAX_PAUSE_SECONDS)
            time.sleep(_random.uniform(0, longest))
        yield attempt
