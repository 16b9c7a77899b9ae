"""What the arrears room reads of others' tables, and pauses, all that it writes in the accounts'.

Pauses lie beside the schedule so that a member's arrears are one Query (docs/architecture.md).
"""

from collections.abc import Iterable, Sequence

from arrears.collections.follow_up import CollectionState
from arrears.collections.follow_up_store import state_from
from shared.aws import dynamo, write
from shared.domain.financing_account import FinancingAccount, pauses_doc
from shared.kernel.settings import settings
from shared.records import financing_accounts
from shared.records.due_index import entries
from shared.records.due_rows import SHARDS, DueRow
from shared.records.keys.arrears import collection_state
from shared.records.keys.members import card
from shared.records.search_index import table as search_table
from shared.records.search_index.entries import Card, ListRow

from .rules import Pause

_BATCH = 250


def save_pauses(account: FinancingAccount, pauses: Iterable[Pause]) -> write.Write:
    """The write of an account's pauses, refused where somebody changed them since (`pauses`)."""
    spans = ((p.start_on, p.end_on) for p in pauses)
    return write.update(
        settings().accounts_table,
        financing_accounts.key(account.account_id),
        change={
            "pauses": pauses_doc(spans),
            "pauses_v": account.pauses_version + 1,
        },
        when="#pauses_v = :seen",
        values={"seen": account.pauses_version},
        guard="pauses",
    )


def due(first: str, last: str, *, limit: int, after: str | None = None) -> list[DueRow]:
    """Accounts by their oldest unpaid due date, from `first` to `last`.

    They begin behind the sort key `after`. One Query a shard, whatever the number of accounts; at
    most `limit` of each are read.
    """
    span = dynamo.Between(f"{after}~" if after else first, f"{last}~")
    shards = [entries(shard, span, limit) for shard in SHARDS]
    return sorted((row for rows in shards for row in rows), key=lambda row: row.sort_key)[:limit]


def due_batch(last: str, *, after: str) -> tuple[list[DueRow], str | None]:
    """(accounts due up to `last`, the sort key at which the batch ends).

    It begins behind the sort key `after`. 250 entries of each shard are read; where a shard has
    more, the batch ends with the last entry of that shard, so that no shard runs ahead of another.
    None where all were read.
    """
    span = dynamo.Between(f"{after}~" if after else "", f"{last}~")
    shards = [entries(shard, span, _BATCH) for shard in SHARDS]
    bound = min((rows[-1].sort_key for rows in shards if len(rows) == _BATCH), default=None)
    rows = [row for rows in shards for row in rows if bound is None or row.sort_key <= bound]
    return rows, bound


def cards(member_ids: Iterable[str]) -> dict[str, ListRow]:
    """What lists show of members (up to 100), in one call."""
    wanted = list(dict.fromkeys(member_ids))
    table = settings().members_table
    items = dynamo.batch_get([(table, card(one)) for one in wanted]) if wanted else []
    found = (Card.from_doc(str(item["doc"])).row for item in items if item)
    return {row["member_id"]: row for row in found}


def cards_and_states(
    rows: Sequence[DueRow],
) -> tuple[dict[str, ListRow], dict[str, CollectionState]]:
    """(cards by member, collection states by account) of up to 50 accounts, in one call."""
    members = list(dict.fromkeys(row.member_id for row in rows))
    states = [(settings().arrears_table, collection_state(row.account_id)) for row in rows]
    cards = [(settings().members_table, card(one)) for one in members]
    keys = [*states, *cards]
    found = dict(zip(keys, dynamo.batch_get(keys), strict=True))
    shown = (Card.from_doc(str(item["doc"])).row for key in cards if (item := found[key]))
    return (
        {row["member_id"]: row for row in shown},
        {row.account_id: state_from(found[key]) for row, key in zip(rows, states, strict=True)},
    )


def members_of(office: str) -> set[str]:
    """The members of an office: its sorted list holds one entry each, some 4,000 a call."""
    return {entry.member_id for entry in search_table.read_list(office, sort="member_no")}
