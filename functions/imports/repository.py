"""Look-ups of the numbers in a file: whose they are, and which entries accounts have."""

import json
from collections.abc import Iterable

from accounts import repository as accounts
from accounts.repository import Account, Row
from shared.aws import dynamo
from shared.aws.items import Key
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.keys import accounts as account_keys
from shared.records.keys.partitions import partition

MOST_KEYS = 100

Documents = dict[str, Row]
"""Entries by their document numbers, and by their ids."""


def account_ids(numbers: Iterable[str]) -> dict[str, str]:
    """Accounts by their folded numbers."""
    table = settings().accounts_table
    return _owners(table, {n: account_keys.number(n) for n in numbers}, "account_id")


def account(account_id: str) -> tuple[Account, Documents]:
    """An account, and its entries by their document numbers."""
    member_id, own = split_account_id(account_id)
    prefix = dynamo.Prefix(account_keys.ledger_prefix(own))
    items = dynamo.query(settings().accounts_table, partition(member_id), prefix)
    rows = [json.loads(str(item["doc"])) for item in items]
    return accounts.load(account_id), documents(rows)


def documents(rows: Iterable[Row]) -> Documents:
    """Entries by ids and document numbers; a reversal with a document number frees that number."""
    found: Documents = {}
    for row in sorted(rows, key=lambda one: str(one["posted_at"])):
        found[row["transaction_id"]] = row
        document = row.get("document_no")
        if document and row["reverses"]:
            found.pop(document, None)
        elif document:
            found[document] = row
    return found


def rows(there: Documents) -> list[Row]:
    """Each entry once."""
    return list({row["transaction_id"]: row for row in there.values()}.values())


def _owners(table: str, wanted: dict[str, Key], attribute: str) -> dict[str, str]:
    """This attribute of the items with these keys, by one call for each 100 of them."""
    names = list(wanted)
    found: dict[str, str] = {}
    for start in range(0, len(names), MOST_KEYS):
        some = names[start : start + MOST_KEYS]
        items = dynamo.batch_get([(table, wanted[name]) for name in some])
        found |= {n: str(i[attribute]) for n, i in zip(some, items, strict=True) if i}
    return found
