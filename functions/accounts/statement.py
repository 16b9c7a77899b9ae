"""Use case: an account's statement of a period, each entry with the balance that it left.

Balances follow from the whole ledger by value date, so a backdated entry is where it belongs; what
`balance_after` of an entry says is what was known when that was posted.
"""

import json
from datetime import date
from itertools import accumulate

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.kernel.ids import split_account_id
from shared.records import member_card

from . import documents, repository
from .ledger_schemas import StatementQuery

MOST_ENTRIES = 5000


def of_account(
    caller: Caller, account_id: str, query: StatementQuery, clock: Clock
) -> dict[str, object]:
    """A ledger_schemas.Statement: balances, what was added and taken, entries, the oldest first.

    Without `from` it begins with the account, without `to` it ends today.
    """
    member_card.require_visible(caller, split_account_id(account_id)[0])
    account = json.loads(repository.head(account_id))
    first = query.from_ or date.fromisoformat(account["opened_on"])
    last = query.to or clock.today()
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    ledger = repository.ledger(account_id, last)
    earlier = [entry for entry in ledger if entry.value_date < first]
    shown = ledger[len(earlier) :]
    if len(shown) > MOST_ENTRIES:
        raise Invalid("from", "too_many", str(first), limit=MOST_ENTRIES)
    opening = sum(entry.effect for entry in earlier)
    balances = list(accumulate((entry.effect for entry in shown), initial=opening))
    return {
        "account": account,
        "from": str(first),
        "to": str(last),
        "opening": opening,
        "added": sum(entry.effect for entry in shown if entry.effect > 0),
        "taken": -sum(entry.effect for entry in shown if entry.effect < 0),
        "closing": balances[-1],
        "items": [
            {**documents.of_entry(entry), "balance": balance}
            for entry, balance in zip(shown, balances[1:], strict=True)
        ],
        "next_cursor": None,
    }
