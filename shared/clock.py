"""Now and today. A business date is a date in the cooperative's zone, never a UTC date."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from fastapi import Depends

from shared.cooperative import cooperative
from shared.settings import settings


class Clock(Protocol):
    """Given to use cases, so that rules and tests need no real time."""

    def now(self) -> datetime:
        """UTC, with its zone."""
        ...

    def today(self) -> date:
        """The business date."""
        ...


class SystemClock:
    """The real time, or the fixed business date TODAY of a local run."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return settings().today or datetime.now(ZoneInfo(cooperative().zone)).date()


class StillClock:
    """The time at which another clock was looked at: what many things at once are judged by."""

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


async def system_clock() -> Clock:
    """The clock as a FastAPI dependency."""
    return SystemClock()


Now = Annotated[Clock, Depends(system_clock)]
"""The clock as a route takes it."""
