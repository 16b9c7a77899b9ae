"""When a message may go out, by the clock, the rules' hours and the calendar."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from reminders.rules import SkipReason
from reminders.rules_document import Rules
from shared.kernel.clock import Clock
from shared.records.cooperative import cooperative

from .calendar_rules import ContactHours, IsHoliday, next_moment
from .holiday_calendar import holidays_of


def local_now(clock: Clock) -> datetime:
    """The cooperative's wall clock; on the fixed business date where TODAY fixes one.

    What waits for contact hours is measured by it, so that a run with TODAY is of one piece.
    """
    zone = ZoneInfo(cooperative().zone)
    return datetime.combine(clock.today(), clock.now().astimezone(zone).time(), zone)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The contact hours and holidays of the rules."""

    hours: ContactHours
    is_holiday: IsHoliday

    @classmethod
    def of(cls, rules: Rules) -> "Calendar":
        own = rules.hours
        holidays = holidays_of(
            frozenset(own.days_off), national=own.national_holidays, joint_leave=own.joint_leave
        )
        return cls(own.contact_hours, holidays)

    def next(self, moment: datetime) -> datetime | None:
        """The first allowed moment from this one on, None within 30 days."""
        return next_moment(moment, self.hours, self.is_holiday)

    def next_after(self, moment: datetime) -> datetime | None:
        """The first allowed moment of the days after this moment's."""
        return self.next(datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo))

    def closed(self, moment: datetime) -> SkipReason:
        """Why nothing may go out at this moment."""
        is_open = self.hours.is_open(moment.date(), self.is_holiday)
        return "outside_hours" if is_open else "holiday"
