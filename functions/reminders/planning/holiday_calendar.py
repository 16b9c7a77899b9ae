"""Indonesia's national holidays, by the library `holidays` (loaded at first use: it takes 170 ms).

Joint leave (cuti bersama) is no national holiday, and counts only where the rules say so.
"""

from collections.abc import Collection
from datetime import date
from functools import cache

from .calendar_rules import IsHoliday


def holidays_of(days_off: Collection[date], *, national: bool, joint_leave: bool) -> IsHoliday:
    """What is a holiday under these rules; `days_off` are the cooperative's own."""

    def is_holiday(day: date) -> bool:
        return (
            day in days_off
            or (national and day in _days(day.year, "public"))
            or (joint_leave and day in _days(day.year, "government"))
        )

    return is_holiday


@cache
def _days(year: int, category: str) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("ID", years=year, categories=(category,)))
