"""Trying again where somebody else was faster."""

import time
from collections.abc import Callable, Collection, Iterator
from random import SystemRandom
from typing import TypeVar

from .dynamo import ConditionFailed, Contended

MOST = 30
_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.1

# SnapStart's clones share the state of `random`: they would all wait the same time.
_random = SystemRandom()

Answer = TypeVar("Answer")


def retry_on_conflict(
    work: Callable[[], Answer],
    *,
    final: Collection[str] = (),
    busy: Exception | None = None,
    most: int = MOST,
) -> Answer:
    """Do `work`, which reads and writes, again for as long as its transaction is refused.

    ConditionFailed that names a guard of `final` passes through. After the last attempt raises
    `busy` (Contended where none is given). Thirty attempts let 20 callers at once change the same
    item one after another.
    """
    for _ in attempts(most):
        try:
            return work()
        except ConditionFailed as failed:
            if not set(failed.guards).isdisjoint(final):
                raise
        except Contended:
            continue
    raise busy or Contended


def attempts(most: int = MOST) -> Iterator[int]:
    """Numbers of attempts, with a growing pause of chance length between them.

    Leave the loop when it worked; after the last attempt the loop just ends.
    """
    for attempt in range(most):
        if attempt:
            longest = min(_PAUSE_SECONDS * attempt, _LONGEST_PAUSE_SECONDS)
            time.sleep(_random.uniform(0, longest))
        yield attempt
