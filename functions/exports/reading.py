"""Members with all that the rooms keep of them: three calls a member, and one for fifty of them."""

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
from shared.records.keys import accounts as account_keys
from shared.records.keys import contacts as contact_keys
from shared.records.keys.partitions import partition

from .rows import Known, Row

MEMBERS_AT_ONCE = 50
WORKERS = 4


def known(member_ids: Sequence[str]) -> Iterator[Known]:
    """Up to 50 members, in this order; one who is gone meanwhile is passed over."""
    found = [stored for stored in members.load_many(member_ids) if stored]
    with ThreadPoolExecutor(WORKERS) as workers:
        yield from workers.map(_known, found)


def _known(member: StoredMember) -> Known:
    member_id = member.card.row["member_id"]
    accounts: list[Row] = []
    lent: dict[str, financing_accounts.FinancingAccount] = {}
    ledgers: dict[str, list[Row]] = {}
    for item in dynamo.query(settings().accounts_table, partition(member_id)):
        kind, own = account_keys.split(str(item["sk"]))
        match kind:
            case account_keys.HEAD:
                accounts.append(json.loads(str(item["doc"])))
            case account_keys.FINANCING:
                lent[f"{member_id}.{own}"] = financing_accounts.from_item(item)
            case account_keys.LEDGER:
                row = json.loads(str(item["doc"]))
                ledgers.setdefault(f"{member_id}.{own}", []).append(row)
    contacts = dynamo.query(settings().contacts_table, partition(member_id))
    talks = [item for item in contacts if str(item["sk"]).startswith(contact_keys.TIMELINE)]
    book = [item for item in contacts if str(item["sk"]).startswith(contact_keys.CONTACTS)]
    return Known(
        member,
        nik_of(member),
        contact_records.from_items(book),
        accounts,
        lent,
        ledgers,
        [json.loads(str(item["doc"])) for item in talks],
        follow_up_store.of_member(member_id),
    )
