"""Use case: today's worklist, what weighs most (days past due × overdue amount) first.

A batch is the next 250 entries of each shard of the index by_due, the oldest due date first: sorted
whole, so up to some 1,000 due and late accounts the order is exact, and beyond it is exact batch by
batch. For each LOOKED_UP accounts of a batch one read brings the members' cards and the collection
states, and a promise whose date has passed costs one Query of the ledger
(docs/decisions/worklist.md).
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
from .follow_up import CollectionState
from .promise_rules import PromiseStatus
from .schemas import WorklistQuery
from .worklist_rules import WorklistCandidate

LOOKED_UP = 50
MOST_ROUNDS = 4

WorklistWeight = tuple[int, str]
"""Sorts as the list does: the heaviest first, then the oldest due date."""

IsWanted = Callable[[ListRow, CollectionState], bool]
"""Whether an account is asked for, by its member's card and its collection state."""


@dataclass(frozen=True, slots=True)
class WorklistPosition:
    """Where a page begins: behind which sort key its batch begins, and which weight in it."""

    batch: str = ""
    seen: WorklistWeight | None = None

    @classmethod
    def of(cls, text: str | None) -> "WorklistPosition":
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
    position = WorklistPosition.of(unseal(query.cursor, scope))
    rows, bound = repository.due_batch(str(today), after=position.batch)
    wanted = _wanted(offices, query.officer, caller.name)
    manages = "arrears:write" in caller.permissions
    items, seen = _page(rows, query.limit, wanted, today, position.seen, manages=manages)
    if seen:
        following: WorklistPosition | None = WorklistPosition(position.batch, seen)
    else:
        following = WorklistPosition(bound) if bound else None
    return {"items": items, "next_cursor": following and seal(following.to_text(), scope)}


def _wanted(offices: tuple[str, ...], officer: str | None, me: str) -> IsWanted:
    whose = {None: None, "me": me, "none": None}.get(officer, officer)

    def wanted(card: ListRow, state: CollectionState) -> bool:
        if offices and card["office"] not in offices:
            return False
        return officer is None or state.officer == whose

    return wanted


def _page(
    rows: Sequence[DueRow],
    limit: int,
    wanted: IsWanted,
    today: date,
    after: WorklistWeight | None,
    *,
    manages: bool,
) -> tuple[list[dict[str, object]], WorklistWeight | None]:
    """(items, the weight behind which the batch goes on, None at its end)."""
    weighed = sorted((_weight(row, today), row) for row in rows)
    left = [row for weight, row in weighed if after is None or weight > after]
    items: list[dict[str, object]] = []
    ledgers = 0
    for start in range(0, min(len(left), LOOKED_UP * MOST_ROUNDS), LOOKED_UP):
        some = left[start : start + LOOKED_UP]
        cards, states = repository.cards_and_states(some)
        for row in some:
            if limit in {len(items), ledgers}:
                return items, after
            card, state = cards.get(row.member_id), states[row.account_id]
            if card and wanted(card, state):
                promise = _overdue_promise(row, state, today)
                ledgers += promise is not None
                items += _item(row, card, state, promise, today, manages=manages)
            after = _weight(row, today)
    return items, after if len(left) > LOOKED_UP * MOST_ROUNDS else None


def _weight(row: DueRow, today: date) -> WorklistWeight:
    return -row.days_past_due(today) * row.overdue(today), row.sort_key


def _overdue_promise(row: DueRow, state: CollectionState, today: date) -> dict[str, object] | None:
    """The last promise where its date has passed, and what the ledger says of it (one Query)."""
    promise = state.promise
    if promise is None:
        return None
    if not worklist_rules.awaits_ledger(state.contacted_on, promise.due_on, today):
        return None
    entries = financing_accounts.ledger(row.account_id, promise.due_on, since=promise.made_on)
    return {
        "amount": promise.amount,
        "due_on": str(promise.due_on),
        "status": promise_rules.status(promise, entries, today),
        "paid": promise_rules.paid(promise, entries),
    }


def _item(
    row: DueRow,
    card: ListRow,
    state: CollectionState,
    promise: dict[str, object] | None,
    today: date,
    *,
    manages: bool,
) -> list[dict[str, object]]:
    candidate = WorklistCandidate(
        days_past_due=row.days_past_due(today),
        has_phone=card["phone"] is not None,
        contacted_on=state.contacted_on,
        outcome=state.outcome,
        promise_due=state.promise.due_on if state.promise else None,
        promise_status=cast(PromiseStatus, promise["status"]) if promise else None,
        mark=state.mark.status if state.mark else None,
        next_contact_on=state.next_contact_on,
    )
    if (why := worklist_rules.reason(candidate, today, manages=manages)) is None:
        return []
    step = worklist_rules.next_step(candidate, why)
    told = {"reason": why, "next_step": step, "promise": promise, "officer": state.officer}
    mark = state.mark and asdict(state.mark)
    return [{**due_account(row, card, today), **told, "mark": mark}]
