"""Use case: today's worklist, what weighs most (days past due × overdue amount) first.

A batch is the next 250 entries of each shard of the index by_due, the oldest due date first: sorted
whole, so up to some 1,000 due and late accounts the order is exact, and beyond it is exact batch by
batch. Each LOOKED_UP of a batch need one read (members' cards and what was last done), and a
promise whose date has passed one Query of the ledger (docs/decisions/worklist.md).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import cast

from arrears import repository
from arrears.ageing.due_lists import due_account, offices_of
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.records import financing_accounts
from shared.records.due_rows import DueRow
from shared.records.search_index.entries import ListRow
from shared.web.cursor import seal, unseal

from . import promise_rules, worklist_rules
from .follow_up_items import Desk
from .promise_rules import Status
from .schemas import WorklistQuery
from .worklist_rules import Case

LOOKED_UP = 50
MOST_ROUNDS = 4

Weight = tuple[int, str]
"""Sorts as the list does: the heaviest first, then the oldest due date."""

Wanted = Callable[[ListRow, Desk], bool]
"""Whether an account is asked for, by its member's card and its Desk."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: behind which place its batch begins, and behind which weight in it."""

    batch: str = ""
    seen: Weight | None = None

    @classmethod
    def of(cls, text: str | None) -> "Position":
        """Read what to_text wrote."""
        if text is None:
            return cls()
        batch, seen = json.loads(text)
        return cls(batch, (seen[0], seen[1]) if seen else None)

    def to_text(self) -> str:
        return json.dumps([self.batch, self.seen])


def listed(caller: Caller, query: WorklistQuery, clock: Clock) -> dict[str, object]:
    """A page of the worklist; it may be short and have a next cursor."""
    today = clock.today()
    offices = offices_of(caller, query.office)
    scope = f"worklist:{today}:{','.join(offices)}:{query.officer}"
    position = Position.of(unseal(query.cursor, scope))
    rows, bound = repository.due_batch(str(today), after=position.batch)
    wanted = _wanted(offices, query.officer, caller.name)
    items, seen = _page(rows, query.limit, wanted, today, position.seen)
    if seen:
        following: Position | None = Position(position.batch, seen)
    else:
        following = Position(bound) if bound else None
    return {"items": items, "next_cursor": following and seal(following.to_text(), scope)}


def _wanted(offices: tuple[str, ...], officer: str | None, me: str) -> Wanted:
    whose = {None: None, "me": me, "none": None}.get(officer, officer)

    def wanted(card: ListRow, desk: Desk) -> bool:
        if offices and card["office"] not in offices:
            return False
        return officer is None or desk.officer == whose

    return wanted


def _page(
    rows: Sequence[DueRow],
    limit: int,
    wanted: Wanted,
    today: date,
    after: Weight | None,
) -> tuple[list[dict[str, object]], Weight | None]:
    """(items, the weight behind which the batch goes on, None at its end)."""
    weighed = sorted((_weight(row, today), row) for row in rows)
    left = [row for weight, row in weighed if after is None or weight > after]
    items: list[dict[str, object]] = []
    ledgers = 0
    for start in range(0, min(len(left), LOOKED_UP * MOST_ROUNDS), LOOKED_UP):
        some = left[start : start + LOOKED_UP]
        cards, desks = repository.cards_and_desks(some)
        for row in some:
            if limit in {len(items), ledgers}:
                return items, after
            card, desk = cards.get(row.member_id), desks[row.account_id]
            if card and wanted(card, desk):
                asked = _asked(row, desk, today)
                ledgers += asked is not None
                items += _item(row, card, desk, asked, today)
            after = _weight(row, today)
    return items, after if len(left) > LOOKED_UP * MOST_ROUNDS else None


def _weight(row: DueRow, today: date) -> Weight:
    return -row.days_past_due(today) * row.overdue(today), row.place


def _asked(row: DueRow, desk: Desk, today: date) -> dict[str, object] | None:
    """What the ledger says of the last promise, where its date has passed."""
    promise = desk.promise
    if promise is None:
        return None
    if not worklist_rules.awaits_ledger(desk.contacted_on, promise.due_on, today):
        return None
    entries = financing_accounts.ledger(row.account_id, promise.due_on, since=promise.made_on)
    return {
        "amount": promise.amount,
        "due_on": str(promise.due_on),
        "status": promise_rules.status(promise, entries, today),
        "paid": promise_rules.paid(promise, entries),
    }


def _item(
    row: DueRow, card: ListRow, desk: Desk, asked: dict[str, object] | None, today: date
) -> list[dict[str, object]]:
    case = Case(
        days_past_due=row.days_past_due(today),
        has_phone=card["phone"] is not None,
        contacted_on=desk.contacted_on,
        outcome=desk.outcome,
        promise_due=desk.promise.due_on if desk.promise else None,
        promise_status=cast(Status, asked["status"]) if asked else None,
        mark=desk.mark.status if desk.mark else None,
    )
    if (why := worklist_rules.reason(case, today)) is None:
        return []
    step = worklist_rules.next_step(case, why)
    told = {"reason": why, "next_step": step, "promise": asked, "officer": desk.officer}
    mark = desk.mark and asdict(desk.mark)
    return [{**due_account(row, card, today), **told, "mark": mark}]
