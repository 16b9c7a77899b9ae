"""The real time and the business date of the cooperative's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.kernel.settings import settings

from .cooperative import cooperative


class SystemClock:
    """The real time, or the fixed business date TODAY of a local run."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return settings().today or datetime.now(ZoneInfo(cooperative().zone)).date()
