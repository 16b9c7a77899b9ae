"""Where the accounts of a snapshot come from, a chunk at a time.

Of today: the index by_due. Of a past day: every member of the list by number, and the ledger of
each financing account that went on after that day, also of those that were paid since.
"""

from dataclasses import dataclass
from datetime import date

from arrears import repository
from arrears.ageing import aged_account
from arrears.ageing.aged_account import AgedAccount
from shared.aws import dynamo
from shared.records import financing_accounts
from shared.records.due_index import entries
from shared.records.due_rows import SHARDS, DueRow
from shared.records.search_index import table as search_table

MOST_ENTRIES = 4000
"""So that a part stays under the 400 KB of an item."""
MOST_MEMBERS = 1000
_CARDS = 100


@dataclass(frozen=True, slots=True)
class SnapshotChunk:
    """Accounts, members that were looked at, and behind which position to go on (None: the end)."""

    rows: list[AgedAccount]
    members: int
    position: str | None


def from_index(day: date, position: str) -> SnapshotChunk:
    """The next entries of the index; position is `<shard> <sort key in it>`."""
    shard, _, after = position.partition(" ")
    left = list(SHARDS[SHARDS.index(shard or SHARDS[0]) :])
    found: list[DueRow] = []
    while left and len(found) < MOST_ENTRIES:
        asked = MOST_ENTRIES - len(found)
        some = entries(left[0], dynamo.Between(f"{after}~" if after else "", "~"), asked)
        found += some
        after = some[-1].sort_key if len(some) == asked else ""
        if len(some) < asked:
            left.pop(0)
    offices = _offices({row.member_id for row in found})
    rows = [aged_account.from_entry(row, offices.get(row.member_id), day) for row in found]
    return SnapshotChunk(rows, len(offices), f"{left[0]} {after}" if left else None)


def from_ledgers(day: date, position: str) -> SnapshotChunk:
    """The accounts of the next members; position is a sort key of the list by member number."""
    members = search_table.read_list(sort="member_no", limit=MOST_MEMBERS, after=position or None)
    rows: list[AgedAccount] = []
    for member in members:
        rows += _of_member(member.member_id, member.row()["office"], day)
    last = members[-1].sk if len(members) == MOST_MEMBERS else None
    return SnapshotChunk(rows, len(members), last)


def _of_member(member_id: str, office: str | None, day: date) -> list[AgedAccount]:
    """One call, and one more where a ledger went on after the day."""
    lent = financing_accounts.of_member(member_id)
    went_on = any(day < account.last_value_date for account in lent)
    ledgers = financing_accounts.ledgers(member_id) if went_on else {}
    found = []
    for account in lent:
        state = account.state
        if day < account.last_value_date:
            state = state.replay(ledgers.get(account.account_id, ()), day)
        if one := aged_account.from_state(account, state, office, day):
            found.append(one)
    return found


def _offices(member_ids: set[str]) -> dict[str, str | None]:
    wanted = sorted(member_ids)
    found: dict[str, str | None] = {}
    for start in range(0, len(wanted), _CARDS):
        some = repository.cards(wanted[start : start + _CARDS])
        found |= {member_id: row["office"] for member_id, row in some.items()}
    return found
