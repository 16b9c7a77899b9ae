"""Business dates: months anchored to a first day, and dates as people write them."""

from calendar import monthrange
from datetime import date

from .messages import Language

FIRST_YEAR = 1900
"""Earlier dates are slips: nobody who is alive was born before."""

_MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def add_months(first: date, months: int, day: int | None = None) -> date:
    """The same day of the month (or `day`) so many months later; the last day of a shorter month.

    Counting from the first date keeps its day: 31 January, 28 February, 31 March, as in Apache
    Fineract's LoanApplicationScheduleMonthlyTest. ValueError beyond the year 9999.
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        raise ValueError(f"{months} months after {first} is beyond the calendar")
    return date(year, month + 1, min(day or first.day, monthrange(year, month + 1)[1]))


def long_date(day: date, language: Language = "id") -> str:
    """5 Agustus 2026, or 5 August 2026."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
