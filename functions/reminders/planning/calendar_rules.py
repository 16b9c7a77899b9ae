"""When members may be reached: contact hours over a calendar. Pure.

Default: Monday to Saturday, 08:00 to 20:00 by the cooperative's clock, not on national holidays
(POJK 22/2023 art. 62, which cooperatives follow as good practice).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MOST_DAYS = 30
"""Longer than any run of days off: Lebaran with joint leave takes some twelve."""

IsHoliday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class ContactHours:
    """`weekdays` are 0 (Monday) to 6; from `opens` on, and before `closes`."""

    weekdays: frozenset[int]
    opens: time
    closes: time

    def is_open(self, day: date, is_holiday: IsHoliday) -> bool:
        """Whether anybody may be reached on a day."""
        return day.weekday() in self.weekdays and not is_holiday(day)


def next_opening(moment: datetime, hours: ContactHours, is_holiday: IsHoliday) -> datetime | None:
    """The first moment from `moment` on (local time) at which a member may be reached.

    That is `moment` itself within the contact hours; None where the next 30 days have none.
    """
    for ahead in range(MOST_DAYS + 1):
        day = moment.date() + timedelta(days=ahead)
        if not hours.is_open(day, is_holiday):
            continue
        opening = datetime.combine(day, hours.opens, moment.tzinfo)
        if moment < datetime.combine(day, hours.closes, moment.tzinfo):
            return max(moment, opening)
    return None
