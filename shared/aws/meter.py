"""The count of what a request's calls of DynamoDB cost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


class Unavailable(Exception):
    """DynamoDB does not answer, or takes no more just now; a read is lost, and of a write nobody
    knows: what is idempotent may be sent again."""


_THROTTLED = {
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
}


@dataclass(slots=True)
class Meter:
    """What a request has cost so far: calls, milliseconds in them, consumed capacity units."""

    calls: int = 0
    milliseconds: float = 0.0
    read_units: float = 0.0
    write_units: float = 0.0


meter: ContextVar[Meter] = ContextVar("meter")


@contextmanager
def metered(write: bool = False) -> Iterator[list[Any]]:
    """Count the call made inside in the request's Meter; append the answer's ConsumedCapacity to
    the list."""
    consumed: list[Any] = []
    begun = time.perf_counter()
    try:
        yield consumed
    except Exception as error:
        if _is_unavailable(error):
            raise Unavailable from error
        raise
    finally:
        if counted := meter.get(None):
            counted.calls += 1
            counted.milliseconds += (time.perf_counter() - begun) * 1000
            units = sum(_units(entry) for entry in consumed)
            if write:
                counted.write_units += units
            else:
                counted.read_units += units


def _units(capacity: Any) -> float:
    if isinstance(capacity, list):
        return sum(_units(entry) for entry in capacity)
    return float(capacity["CapacityUnits"]) if capacity else 0.0


def _is_unavailable(error: Exception) -> bool:
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        return error.response["Error"]["Code"] in _THROTTLED
    return isinstance(error, (exceptions.ConnectionError, exceptions.HTTPClientError))
