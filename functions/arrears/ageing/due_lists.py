"""Use cases: lists of accounts by their oldest unpaid due date, flat in the number of accounts.

A round is one Query a shard of the index by_due and one read of the members' cards. A page is one
round where nothing is filtered; else at most MOST_ROUNDS, so it may hold fewer rows than asked for
and still have a next cursor.
"""

from datetime import date

from arrears import repository
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Forbidden, Invalid
from shared.records.due_rows import DueRow
from shared.records.search_index.entries import ListRow
from shared.web.cursor import seal, unseal

from .aged_account import AgedAccount
from .schemas import MAX_PAGE, AgedQuery, DueQuery

MOST_ROUNDS = 4


def listed(caller: Caller, query: DueQuery, clock: Clock) -> dict[str, object]:
    """Accounts whose oldest unpaid instalment is due in a span of days (a DueList)."""
    today = clock.today()
    first, last = query.from_ or date.min, query.to or max(today, query.from_ or today)
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    scope = f"due:{query.model_dump_json(exclude={'cursor', 'limit'})}"
    return page(caller, query, (first, last), scope, today)


def offices_of(caller: Caller, asked: str | None) -> tuple[str, ...]:
    """The offices to look at, none for all; Forbidden for one that is not the caller's."""
    if asked and not caller.may_see(asked):
        raise Forbidden("office", "other_office", asked)
    return (asked,) if asked else caller.offices


def page(
    caller: Caller,
    query: DueQuery | AgedQuery,
    span: tuple[date, date],
    scope: str,
    as_of: date,
) -> dict[str, object]:
    """A page of the accounts whose oldest unpaid due date lies in a span, as of today or later."""
    offices = offices_of(caller, query.office)
    scope += ",".join(offices)
    found, last = _found(query, offices, span, unseal(query.cursor, scope))
    items = [due_account(row, card, as_of) for row, card in found]
    return {"items": items, "next_cursor": seal(last, scope) if last else None}


def _found(
    query: DueQuery | AgedQuery,
    offices: tuple[str, ...],
    span: tuple[date, date],
    after: str | None,
) -> tuple[list[tuple[DueRow, ListRow]], str | None]:
    """(accounts with their members, the sort key behind which the next page begins)."""
    filters = bool(offices or query.product)
    size = MAX_PAGE if filters else query.limit
    found: list[tuple[DueRow, ListRow]] = []
    for _ in range(MOST_ROUNDS if filters else 1):
        rows = repository.due(str(span[0]), str(span[1]), limit=size + 1, after=after)
        read = rows[:size]
        wanted = {r.sort_key: r for r in read if query.product in {None, r.product}}
        cards = repository.cards(row.member_id for row in wanted.values())
        for row in read:
            card = cards.get(row.member_id) if row.sort_key in wanted else None
            if card and (not offices or card["office"] in offices):
                if len(found) == query.limit:
                    return found, after
                found.append((row, card))
            after = row.sort_key
        if len(rows) <= size:
            return found, None
    return found, after


def due_account(row: DueRow, card: ListRow, as_of: date) -> dict[str, object]:
    """A DueAccount of an entry of the index."""
    return due_row(row, card, row.due_by(max(as_of, row.due_on)), as_of)


def due_row(
    row: DueRow | AgedAccount, card: ListRow, amount: int, as_of: date
) -> dict[str, object]:
    """A DueAccount."""
    return {
        "account_id": row.account_id,
        "account_no": row.account_no,
        "member_id": row.member_id,
        "name": card["name"],
        "phone": card["phone"],
        "office": card["office"],
        "product": row.product,
        "due_on": str(row.due_on),
        "amount": amount,
        "days_past_due": row.days_past_due(as_of),
    }
