"""Now and today. A business date is a date in the cooperative's zone, never a UTC date."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Given to use cases, so that rules and tests need no real time."""

    def now(self) -> datetime:
        """UTC, with its zone."""
        ...

    def today(self) -> date:
        """The business date."""
        ...


class StillClock:
    """A clock that stands at the time of another one: for work that must be judged by one time."""

    def __init__(self, clock: Clock) -> None:
        self._now, self._today = clock.now(), clock.today()

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._today


@lru_cache(1)
def timestamp(moment: datetime) -> str:
    """UTC ISO 8601 to the millisecond, which sorts as text: 2026-11-24T07:00:00.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
