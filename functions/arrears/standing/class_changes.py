"""When an account's collectability class changed, and why. Pure.

Entries count by their value dates. The walk goes from one event to the next: between two of them
the class can only get worse, on days that follow from its limits, so that ten years of daily
instalments need few steps. A payment that was reversed counts up to the day on which its reversal
was posted, or never where both were posted on the same day. A pause only delays later changes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Literal

from arrears import rules
from arrears.rules import Pause
from shared.domain.financing import Financing
from shared.domain.installments import Entry, Installment

from .collectability import ClassProfile, CollectabilityClass, classify, limits

ChangeCause = Literal["days_passed", "repayment", "waiver", "penalty", "fee", "reversal", "profile"]

_CAUSES: Mapping[str, ChangeCause] = {
    "repayment": "repayment",
    "adjustment": "waiver",
    "penalty": "penalty",
    "fee": "fee",
    "reversal": "reversal",
}


@dataclass(frozen=True, slots=True)
class ClassedAccount:
    """What an account's class follows from, beside its ledger.

    `short` says that its instalments are daily or weekly.
    """

    schedule: Financing
    opened_on: date
    grace_days: int
    pauses: tuple[Pause, ...]
    short: bool


@dataclass(frozen=True, slots=True)
class ClassTransition:
    """The day on which an account went from one class to another, and what caused it.

    `entry` is the ledger entry that did it, `oldest` the oldest unpaid instalment then, if any.
    """

    on: date
    before: CollectabilityClass
    after: CollectabilityClass
    cause: ChangeCause
    entry: Entry | None
    oldest: Installment | None

    @property
    def days_past_due(self) -> int:
        return max((self.on - self.oldest.due_on).days, 0) if self.oldest else 0


@dataclass(frozen=True, slots=True)
class _Event:
    """What can change a class on a day besides the day itself: an entry, or another profile."""

    on: date
    entry: Entry | None = None
    oldest: Installment | None = None
    profile: ClassProfile | None = None

    @property
    def cause(self) -> ChangeCause:
        return _CAUSES[self.entry.type] if self.entry else "profile"


def changes(
    account: ClassedAccount,
    entries: Sequence[Entry],
    posted_on: Callable[[Entry], date],
    profiles: Sequence[tuple[date, ClassProfile]],
    until: date,
) -> list[ClassTransition]:
    """All changes up to a day, in their order; `profiles` are (from, profile), rising."""
    first = [profile for since, profile in profiles if since <= account.opened_on]
    walk = _Walk(account, first[-1] if first else profiles[0][1])
    later = (_Event(day, profile=p) for day, p in profiles if day > account.opened_on)
    events = [*_events(account.schedule, entries, posted_on), *later]
    for day, some in groupby(sorted(events, key=lambda e: e.on), key=lambda e: e.on):
        if day > until:
            break
        walk.up_to(day - timedelta(days=1))
        walk.meet(day, list(some))
    walk.up_to(until)
    return walk.found


class _Walk:
    """An account as the days go by: its class, its oldest unpaid instalment, the changes so far."""

    def __init__(self, account: ClassedAccount, profile: ClassProfile) -> None:
        self._account = account
        self._profile = profile
        self._oldest = next(iter(account.schedule.as_lent().installments), None)
        self._class = profile.classes[0]
        self.found: list[ClassTransition] = []

    def up_to(self, last: date) -> None:
        """The changes that passing days alone bring, up to a day."""
        if self._oldest is None:
            return
        for grade, over in limits(self._profile, self._oldest.due_on, self._account.short):
            day = self._day_of(over + 1)
            if grade.number > self._class.number and day and day <= last:
                self._turn(day, grade, "days_passed", None)

    def meet(self, day: date, events: Sequence[_Event]) -> None:
        """All events of a day together: they come to one change, or to none."""
        after = self._class_on(day)
        cause: ChangeCause = "days_passed"
        by: Entry | None = None
        for event in events:
            if event.profile:
                self._profile = event.profile
            else:
                self._oldest = event.oldest
            if (now := self._class_on(day)) != after:
                after, cause, by = now, event.cause, event.entry
        self._turn(day, after, cause, by)

    def _turn(
        self, day: date, after: CollectabilityClass, cause: ChangeCause, entry: Entry | None
    ) -> None:
        before, self._class = self._class, after
        if (before.number, before.label) != (after.number, after.label):
            self.found.append(ClassTransition(day, before, after, cause, entry, self._oldest))

    def _class_on(self, day: date) -> CollectabilityClass:
        if self._oldest is None or day <= self._oldest.due_on:
            return self._profile.classes[0]
        due_on = self._oldest.due_on
        paused = rules.paused_days(self._account.pauses, due_on, day)
        counted = max((day - due_on).days - self._account.grace_days - paused, 0)
        return classify(self._profile, due_on, counted, self._account.short)

    def _day_of(self, delinquent_days: int) -> date | None:
        """The first day with so many delinquent days; None beyond the calendar."""
        assert self._oldest  # noqa: S101 - up_to asks only then
        due_on = self._oldest.due_on
        try:
            day = due_on + timedelta(days=delinquent_days + self._account.grace_days)
            for pause in sorted(self._account.pauses):
                start = max(pause.start_on, due_on)
                if start < day and pause.end_on > start:
                    day += pause.end_on - start
        except OverflowError:
            return None
        return day


def _events(
    schedule: Financing, entries: Sequence[Entry], posted_on: Callable[[Entry], date]
) -> Iterator[_Event]:
    """An event for each entry that counts, and one where a reversed entry stops counting."""
    gone = _reversed(entries, posted_on)
    turns = sorted({day for day, _ in gone.values()} - {date.min})
    counted = sorted((e for e in entries if e.type in _CAUSES), key=lambda e: e.sort_key)
    counted = [e for e in counted if e.type != "reversal"]
    for begin, end in pairwise([date.min, *turns, date.max]):
        oldest = next(iter(schedule.as_lent().installments), None)
        left = [e for e in counted if e.entry_id not in gone or gone[e.entry_id][0] > begin]
        steps = list(schedule.trace(left))
        for step in steps:
            if step.entry.value_date < begin:
                oldest = step.oldest
        for day, reversal in gone.values():
            if day == begin > date.min:
                yield _Event(begin, reversal, oldest)
        for step in steps:
            if begin <= step.entry.value_date < end:
                yield _Event(step.entry.value_date, step.entry, step.oldest)


def _reversed(
    entries: Sequence[Entry], posted_on: Callable[[Entry], date]
) -> dict[str, tuple[date, Entry]]:
    """By entry that was reversed: from which day on it does not count, and its reversal."""
    known = {entry.entry_id: entry for entry in entries}
    found: dict[str, tuple[date, Entry]] = {}
    for reversal in entries:
        original = known.get(reversal.reverses or "")
        if original is None:
            continue
        told = posted_on(reversal)
        never = told <= posted_on(original)
        found[original.entry_id] = (
            date.min if never else max(told, original.value_date),
            reversal,
        )
    return found
