"""What members may be reminded of: each source reads from an index what has a stage in some days.

A new kind of reminder is a function like `installments` in SOURCES, a DueKind (message.py) and a
template (template_text.py).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from reminders.message import DueKind
from reminders.rules import ReminderCandidate
from reminders.rules_document import Rules
from shared.records.due_index import contributions_until, due_until, maturing
from shared.records.savings_rows import SavingsRow
from shared.records.search_index.table import born_on

ReminderSource = Callable[[Rules, date, date], Iterator[ReminderCandidate]]
"""(rules, first day, today) → what has stages, at least one of them between the two days."""

_GREETED_LATE = timedelta(days=3)


def installments(rules: Rules, since: date, today: date) -> Iterator[ReminderCandidate]:
    """Unpaid instalments. Read: every account whose oldest unpaid one is due by the first stage."""
    last = today + timedelta(days=rules.farthest_before("installment"))
    for row in due_until(str(last)):
        stages = rules.days_of("installment", row.product)
        for number, due_on, amount in row.unpaid(last):
            candidate = ReminderCandidate(
                member_id=row.member_id,
                kind="installment",
                due_on=due_on,
                stages=stages,
                amount=amount,
                account_id=row.account_id,
                account_no=row.account_no,
                product=row.product,
                number=number,
                owed=row.due_by(today),
                paused=row.paused(today),
            )
            if candidate.stages_between(since, today):
                yield candidate


def contributions(rules: Rules, since: date, today: date) -> Iterator[ReminderCandidate]:
    """Unpaid simpanan wajib, each month for itself. Read: every account that is behind by then."""
    stages = rules.days_of("wajib")
    if not stages:
        return
    first, last = _span(stages, since, today)
    for row in contributions_until(last):
        owed = row.contributions.unpaid_by(row.balance, today) if row.contributions else 0
        for due_on, amount in row.unpaid(first, last):
            candidate = _savings_candidate("wajib", row, due_on, amount, stages)
            candidate = replace(candidate, owed=owed)
            if candidate.stages_between(since, today):
                yield candidate


def matures(rules: Rules, since: date, today: date) -> Iterator[ReminderCandidate]:
    """Deposits that mature; `amount` is their balance. Read: only those of the days in question."""
    stages = rules.days_of("matures")
    if not stages:
        return
    for row in maturing(*_span(stages, since, today)):
        if row.matures_on:
            candidate = _savings_candidate("matures", row, row.matures_on, row.balance, stages)
            if candidate.stages_between(since, today):
                yield candidate


def birthdays(rules: Rules, since: date, today: date) -> Iterator[ReminderCandidate]:
    """Birthdays. What was missed is made up for at most 3 days: nobody is greeted weeks later."""
    stages = rules.days_of("birthday")
    if not stages:
        return
    since = max(since, today - _GREETED_LATE)
    first, last = _span(stages, since, today)
    for days in range((last - first).days + 1):
        day = first + timedelta(days=days)
        greeting = ReminderCandidate(member_id="", kind="birthday", due_on=day, stages=stages)
        if greeting.stages_between(since, today):
            for row in born_on(day):
                yield replace(greeting, member_id=row["member_id"])


def _span(stages: Sequence[int], since: date, today: date) -> tuple[date, date]:
    """The first and the last due date of which a stage can lie between two days."""
    return since - timedelta(days=max(stages)), today - timedelta(days=min(stages))


def _savings_candidate(
    kind: DueKind, row: SavingsRow, due_on: date, amount: int, stages: tuple[int, ...]
) -> ReminderCandidate:
    return ReminderCandidate(
        member_id=row.member_id,
        kind=kind,
        due_on=due_on,
        stages=stages,
        amount=amount,
        account_id=row.account_id,
        account_no=row.account_no,
        product=row.product,
    )


SOURCES: tuple[ReminderSource, ...] = (installments, contributions, matures, birthdays)
