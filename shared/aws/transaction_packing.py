"""Many small transactions as few large ones, each of the small ones still whole or not at all."""

import random
import time
from collections.abc import Iterator, Sequence

from . import dynamo
from .write import Write

Unit = Sequence[Write]
"""What is to be written together: 100 writes at most."""

_PAUSES = tuple(0.05 * 2**n for n in range(8))
"""Seconds at most between attempts where a table takes no more just now: 13 s in all."""


def transact_all(units: Sequence[Unit]) -> list[bool]:
    """Do as many units in one transaction as it holds; which of them are done.

    Where a transaction is refused none of its units is done: do each alone to learn which and why.
    """
    done: list[bool] = []
    for packed, writes in _packed(units):
        done += [_is_done(writes)] * packed
    return done


def _is_done(writes: Sequence[Write]) -> bool:
    for pause in (*_PAUSES, 0):
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed:
            break
        except dynamo.Contended:
            time.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - no secret, only a spread
        else:
            return True
    return False


def _packed(units: Sequence[Unit]) -> Iterator[tuple[int, list[Write]]]:
    """(number of units, their writes): no item twice, and a check that all of them make once."""
    packed, writes, places = 0, list[Write](), dict[tuple[str, str, str], Write]()
    for unit in units:
        fresh = [w for w in unit if w.kind != "ConditionCheck" or places.get(_place(w)) != w]
        full = len(writes) + len(fresh) > dynamo.MAX_TRANSACTION_WRITES
        if packed and (full or any(_place(write) in places for write in fresh)):
            yield packed, writes
            packed, writes, places, fresh = 0, [], {}, list(unit)
        packed += 1
        writes += fresh
        places |= {_place(write): write for write in fresh}
    if packed:
        yield packed, writes


def _place(write: Write) -> tuple[str, str, str]:
    key = write.request["Item"] if write.kind == "Put" else write.request["Key"]
    return write.request["TableName"], key["pk"]["S"], key["sk"]["S"]
