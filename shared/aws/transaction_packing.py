"""Packs many small units of writes into few transactions; each unit stays all-or-nothing."""

import time
from collections.abc import Iterator, Sequence
from random import SystemRandom

from . import dynamo
from .write import Write

WriteUnit = Sequence[Write]
"""Writes that belong together: 100 at most."""

_PAUSES = tuple(0.05 * 2**n for n in range(8))
"""Longest pauses in seconds between attempts while a table is throttled: 13 s in all."""
_random = SystemRandom()

# SnapStart's clones share the state of `random`: they would all wait the same time.
_random = SystemRandom()


def transact_all(units: Sequence[WriteUnit]) -> list[bool]:
    """Write the units, as many as fit in each transaction; for each unit whether it is written.

    Where a transaction is refused none of its units is written: write each alone to learn which of
    them fails, and why.
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
            time.sleep(_random.uniform(pause / 2, pause))
        else:
            return True
    return False


def _packed(units: Sequence[WriteUnit]) -> Iterator[tuple[int, list[Write]]]:
    """(number of units, their writes) of each transaction.

    A transaction may name an item only once; a condition that several units share is kept once.
    """
    packed, writes, by_key = 0, list[Write](), dict[tuple[str, str, str], Write]()
    for unit in units:
        new = [w for w in unit if w.kind != "ConditionCheck" or by_key.get(_item_key(w)) != w]
        full = len(writes) + len(new) > dynamo.MAX_TRANSACTION_WRITES
        if packed and (full or any(_item_key(write) in by_key for write in new)):
            yield packed, writes
            packed, writes, by_key, new = 0, [], {}, list(unit)
        packed += 1
        writes += new
        by_key |= {_item_key(write): write for write in new}
    if packed:
        yield packed, writes


def _item_key(write: Write) -> tuple[str, str, str]:
    key = write.request["Item"] if write.kind == "Put" else write.request["Key"]
    return write.request["TableName"], key["pk"]["S"], key["sk"]["S"]
