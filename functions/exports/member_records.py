"""Reads all that the rooms keep of members: one call for up to 50 members and three for each."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from arrears.collections import follow_up_store
from members import repository as members
from members.models import StoredMember
from members.versions import nik_of
from shared.aws import dynamo
from shared.kernel.settings import settings
from shared.records import contact_records, financing_accounts
from shared.records.financing_accounts import FinancingAccount
from shared.records.keys import accounts as account_keys
from shared.records.keys import contacts as contact_keys
from shared.records.keys.partitions import partition

from .account_rows import JsonRow
from .member_rows import MemberRecord

MEMBERS_PER_CALL = 50
_WORKER_THREADS = 4


def read_members(member_ids: Sequence[str]) -> Iterator[MemberRecord]:
    """Up to 50 members, in the given order; one who was deleted meanwhile is left out."""
    found = [stored for stored in members.load_many(member_ids) if stored]
    with ThreadPoolExecutor(_WORKER_THREADS) as workers:
        yield from workers.map(_read_member, found)


def _read_member(member: StoredMember) -> MemberRecord:
    member_id = member.card.row["member_id"]
    accounts: list[JsonRow] = []
    financing: dict[str, FinancingAccount] = {}
    ledgers: dict[str, list[JsonRow]] = {}
    for item in dynamo.query(settings().accounts_table, partition(member_id)):
        kind, own = account_keys.split(str(item["sk"]))
        match kind:
            case account_keys.HEAD:
                accounts.append(json.loads(str(item["doc"])))
            case account_keys.FINANCING:
                financing[f"{member_id}.{own}"] = financing_accounts.from_item(item)
            case account_keys.LEDGER:
                entry = json.loads(str(item["doc"]))
                ledgers.setdefault(f"{member_id}.{own}", []).append(entry)
    items = dynamo.query(settings().contacts_table, partition(member_id))
    timeline = [item for item in items if str(item["sk"]).startswith(contact_keys.TIMELINE)]
    contacts = [item for item in items if str(item["sk"]).startswith(contact_keys.CONTACTS)]
    return MemberRecord(
        member,
        nik_of(member),
        contact_records.from_items(contacts),
        accounts,
        financing,
        ledgers,
        [json.loads(str(item["doc"])) for item in timeline],
        follow_up_store.of_member(member_id),
    )
