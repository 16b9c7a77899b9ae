"""The cooperative's wall clock, by which contact hours are measured."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.kernel.clock import Clock
from shared.records.cooperative import cooperative


def local_now(clock: Clock) -> datetime:
    """Now in the cooperative's zone; with TODAY, that date at the present time of day.

    Everything that waits is measured by it, so that a run with TODAY is consistent in itself.
    """
    zone = ZoneInfo(cooperative().zone)
    return datetime.combine(clock.today(), clock.now().astimezone(zone).time(), zone)
