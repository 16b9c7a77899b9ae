"""What members are reminded of. A source reads from an index what has a stage between two days.

A new occasion is a function like `installments` in SOURCES, and a kind in outbox.py with its words.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from shared.due_index import due_until

from .rules import Owed
from .rules_document import Rules

Source = Callable[[Rules, date, date], Iterator[Owed]]
"""(rules, first day, today) → what has stages, at least one of them between the two days."""


def installments(rules: Rules, since: date, today: date) -> Iterator[Owed]:
    """Unpaid instalments. Read: every account whose oldest unpaid one is due by the first stage."""
    last = today + timedelta(days=rules.farthest_before("installment"))
    for row in due_until(str(last)):
        stages = rules.days_of("installment", row.product)
        for number, due_on, amount in row.unpaid(last):
            owed = Owed(
                member_id=row.member_id,
                kind="installment",
                due_on=due_on,
                stages=stages,
                amount=amount,
                account_id=row.account_id,
                account_no=row.account_no,
                product=row.product,
                number=number,
                paused=row.paused(today),
            )
            if owed.stages_between(since, today):
                yield owed


SOURCES: tuple[Source, ...] = (installments,)
