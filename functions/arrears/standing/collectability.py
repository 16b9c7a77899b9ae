"""Collectability classes: versioned profiles over the days, or months, that count. Pure.

What counts are the delinquent days (grace and pauses taken off), from the oldest unpaid due date.
Each profile names its regulation; a changed regulation is a new profile with a new version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.kernel.dates import add_months
from shared.kernel.messages import Language

LatenessUnit = Literal["days", "months"]

_SHORT_GAP_DAYS = 20


@dataclass(frozen=True, slots=True)
class CollectabilityClass:
    """A class begins when the lateness that counts exceeds `over` units of its profile.

    `over_when_short` is the limit for daily and weekly instalments. `number` 1 is the best class.
    """

    number: int
    over: int
    over_when_short: int
    label: dict[Language, str]


@dataclass(frozen=True, slots=True)
class ClassProfile:
    """The classes of a regulation, the best first; the first one holds from day 0 on."""

    name: str
    unit: LatenessUnit
    classes: tuple[CollectabilityClass, ...]


OJK_2019 = ClassProfile(
    "ojk-2019",
    "days",
    (
        CollectabilityClass(1, 0, 0, {"id": "Lancar", "en": "Current"}),
        CollectabilityClass(2, 0, 0, {"id": "Dalam perhatian khusus", "en": "Special mention"}),
        CollectabilityClass(3, 90, 90, {"id": "Kurang lancar", "en": "Substandard"}),
        CollectabilityClass(4, 120, 120, {"id": "Diragukan", "en": "Doubtful"}),
        CollectabilityClass(5, 180, 180, {"id": "Macet", "en": "Loss"}),
    ),
)
"""POJK 40/2019: 0 days; 1-90; 91-120; 121-180; over 180."""

COOPERATIVE_2021 = ClassProfile(
    "cooperative-2021",
    "months",
    (
        CollectabilityClass(1, 0, 0, {"id": "Lancar", "en": "Current"}),
        CollectabilityClass(2, 3, 1, {"id": "Kurang lancar", "en": "Substandard"}),
        CollectabilityClass(3, 6, 2, {"id": "Diragukan", "en": "Doubtful"}),
        CollectabilityClass(4, 27, 23, {"id": "Macet", "en": "Loss"}),
    ),
)
"""Juknis Deputi 15/2021: substandard over 3 and up to 6 months (daily or weekly instalments 1 and
2). Doubtful is judged on collateral, which the CRM does not know, and becomes loss after 21 months
without settlement: so it is over 6 and up to 27 months here (2 and 23)."""

PROFILES: dict[str, ClassProfile] = {"ojk": OJK_2019, "cooperative": COOPERATIVE_2021}
"""The current version of each profile that the settings name."""


def classify(
    profile: ClassProfile, oldest_due_on: date | None, delinquent_days: int, short: bool
) -> CollectabilityClass:
    """The class of so many delinquent days after the oldest unpaid due date.

    A month of lateness is a calendar month: over 3 months for 5 January begins on 6 April.
    """
    found = profile.classes[0]
    if oldest_due_on is not None and delinquent_days:
        for grade, over in limits(profile, oldest_due_on, short):
            if delinquent_days > over:
                found = grade
    return found


class Classifier:
    """Classifies many accounts by one profile: the limits of a due date are worked out once."""

    def __init__(self, profile: ClassProfile) -> None:
        self._profile = profile
        self._limits: dict[tuple[date, bool], tuple[tuple[CollectabilityClass, int], ...]] = {}

    def number(self, due_on: date, delinquent_days: int, short: bool) -> int:
        """The number of the class that classify answers."""
        found = self._profile.classes[0]
        if delinquent_days:
            known = self._limits.get((due_on, short))
            if known is None:
                known = self._limits[due_on, short] = tuple(limits(self._profile, due_on, short))
            for grade, over in known:
                if delinquent_days > over:
                    found = grade
        return found.number


def limits(
    profile: ClassProfile, oldest_due_on: date, short: bool
) -> Iterator[tuple[CollectabilityClass, int]]:
    """(class, the delinquent days beyond which it begins) of all classes but the first, rising."""
    for grade in profile.classes[1:]:
        over = grade.over_when_short if short else grade.over
        if profile.unit == "months":
            over = (_months_on(oldest_due_on, over) - oldest_due_on).days
        yield grade, over


def _months_on(first: date, months: int) -> date:
    """So many months later; the calendar's last day where that is beyond the year 9999."""
    try:
        return add_months(first, months)
    except ValueError:
        return date.max


def is_short(gap_days: int) -> bool:
    """Whether instalments come daily or weekly: the usual gap (records/due_rows.py) is small.

    A single instalment (gap 0) is none of those.
    """
    return 0 < gap_days < _SHORT_GAP_DAYS
