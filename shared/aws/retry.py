"""Trying again where somebody else was faster."""

import random
import time
from collections.abc import Iterator

MOST = 30
_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.1


def attempts(most: int = MOST) -> Iterator[int]:
    """Numbers of attempts, with a growing pause of chance length between them.

    Leave the loop when it worked; after the last attempt the loop just ends. Thirty let 20 at once
    change the same item one after another.
    """
    for attempt in range(most):
        if attempt:
            longest = min(_PAUSE_SECONDS * attempt, _LONGEST_PAUSE_SECONDS)
            time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret, only a spread
        yield attempt
