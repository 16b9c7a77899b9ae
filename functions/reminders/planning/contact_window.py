"""When a message may go out: the contact hours of the rules over a calendar of holidays. Pure.

All moments are in the cooperative's zone.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from reminders.rules import SkipReason

from .calendar_rules import ContactHours, IsHoliday, next_opening


@dataclass(frozen=True, slots=True)
class ContactWindow:
    """Contact hours, and which days are holidays."""

    hours: ContactHours
    is_holiday: IsHoliday

    def is_open(self, moment: datetime) -> bool:
        """Whether a message may go out at this moment."""
        return self.opening_from(moment) == moment

    def opening_from(self, moment: datetime) -> datetime | None:
        """The first allowed moment, this one included; None where 30 days have none."""
        return next_opening(moment, self.hours, self.is_holiday)

    def opening_after(self, moment: datetime) -> datetime | None:
        """The first allowed moment of a later day than this moment's."""
        next_day = moment.date() + timedelta(days=1)
        return self.opening_from(datetime.combine(next_day, time(), moment.tzinfo))

    def why_closed(self, moment: datetime) -> SkipReason:
        """Why nothing may go out at this moment, which is outside of the contact hours."""
        is_open = self.hours.is_open(moment.date(), self.is_holiday)
        return "outside_hours" if is_open else "holiday"
