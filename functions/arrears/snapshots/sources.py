"""Where the accounts of a snapshot come from, a chunk at a time.

Of today: the index by_due. Of a past day: every member of the list by number, and the ledger of
each financing account that went on after that day, also of those that were paid since.
"""

from dataclasses import dataclass
from datetime import date

from arrears import repository
from arrears.ageing import aged_account
from arrears.ageing.aged_account import Aged
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
class Chunk:
    """Accounts, members that were looked at, and behind which place to go on (None: the end)."""

    rows: list[Aged]
    members: int
    place: str | None


def of_index(day: date, place: str) -> Chunk:
    """The next entries of the index; place is `<shard> <place in it>`."""
    shard, _, after = place.partition(" ")
    left = list(SHARDS[SHARDS.index(shard or SHARDS[0]) :])
    found: list[DueRow] = []
    while left and len(found) < MOST_ENTRIES:
        asked = MOST_ENTRIES - len(found)
        some = entries(left[0], dynamo.Between(f"{after}~" if after else "", "~"), asked)
        found += some
        after = some[-1].place if len(some) == asked else ""
        if len(some) < asked:
            left.pop(0)
    offices = _offices({row.member_id for row in found})
    rows = [aged_account.of_entry(row, offices.get(row.member_id), day) for row in found]
    return Chunk(rows, len(offices), f"{left[0]} {after}" if left else None)


def of_ledgers(day: date, place: str) -> Chunk:
    """The accounts of the next members; place is a key of the list by member number."""
    members = search_table.read_list(sort="member_no", limit=MOST_MEMBERS, after=place or None)
    rows: list[Aged] = []
    for member in members:
        rows += _of_member(member.member_id, member.row()["office"], day)
    last = members[-1].sk if len(members) == MOST_MEMBERS else None
    return Chunk(rows, len(members), last)


def _of_member(member_id: str, office: str | None, day: date) -> list[Aged]:
    """One call, and one more where a ledger went on after the day."""
    lent = financing_accounts.of_member(member_id)
    went_on = any(day < lending.last_value_date for lending in lent)
    ledgers = financing_accounts.ledgers(member_id) if went_on else {}
    found = []
    for lending in lent:
        state = lending.state
        if day < lending.last_value_date:
            state = state.replay(ledgers.get(lending.account_id, ()), day)
        if one := aged_account.of_state(lending, state, office, day):
            found.append(one)
    return found


def _offices(member_ids: set[str]) -> dict[str, str | None]:
    wanted = sorted(member_ids)
    found: dict[str, str | None] = {}
    for start in range(0, len(wanted), _CARDS):
        some = repository.cards(wanted[start : start + _CARDS])
        found |= {member_id: row["office"] for member_id, row in some.items()}
    return found
