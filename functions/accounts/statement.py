"""Use case: an account's statement of a period, each entry with the balance that it left.

Balances follow from the whole ledger by value date, so a backdated entry is where it belongs; what
`balance_after` of an entry says is what was known when that was posted.
"""

import json
from datetime import date

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.kernel.ids import split_account_id
from shared.records import member_card

from . import repository
from .ledger_schemas import StatementQuery

MOST_ENTRIES = 5000


def of_account(
    caller: Caller, account_id: str, query: StatementQuery, clock: Clock
) -> dict[str, object]:
    """Opening and closing balance, what was added and taken, and the entries, the oldest first.

    Without `from` it begins with the account, without `to` it ends today.
    """
    member_card.require_visible(caller, split_account_id(account_id)[0])
    account = json.loads(repository.head(account_id))
    first = query.from_ or date.fromisoformat(account["opened_on"])
    last = query.to or clock.today()
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    ledger = [json.loads(row) for row in repository.ledger(account_id, str(last))]
    earlier = [row for row in ledger if row["value_date"] < str(first)]
    shown = ledger[len(earlier) :]
    if len(shown) > MOST_ENTRIES:
        raise Invalid("from", "too_many", str(first), limit=MOST_ENTRIES)
    opening = balance = sum(row["effect"] for row in earlier)
    for row in shown:
        balance += row["effect"]
        row["balance"] = balance
    return {
        "account": account,
        "from": str(first),
        "to": str(last),
        "opening": opening,
        "added": sum(row["effect"] for row in shown if row["effect"] > 0),
        "taken": -sum(row["effect"] for row in shown if row["effect"] < 0),
        "closing": balance,
        "items": shown,
        "next_cursor": None,
    }
