"""What the tables know of the numbers in a file: whose they are."""

import json
from collections.abc import Iterable

from accounts import repository as accounts
from accounts.repository import Account
from shared import dynamo, lendings
from shared.ids import split_account_id
from shared.member_card import partition
from shared.settings import settings
from shared.vault import mark

MOST_KEYS = 100


def member_ids(numbers: Iterable[str]) -> dict[str, str]:
    """Members by their folded numbers; those that nobody has are absent."""
    table = settings().members_table
    return _owners(table, {n: f"U#member_no#{n}" for n in numbers}, "member_id")


def nik_owners(niks: Iterable[str | None]) -> dict[str, str]:
    """Members by NIK."""
    table = settings().members_table
    return _owners(table, {n: f"U#nik#{mark(n)}" for n in niks if n}, "member_id")


def account_ids(numbers: Iterable[str]) -> dict[str, str]:
    """Accounts by their folded numbers."""
    return _owners(settings().accounts_table, {n: f"U#{n}" for n in numbers}, "account_id")


def account(account_id: str) -> tuple[Account, set[str]]:
    """An account, and the document numbers of its entries."""
    member_id, own = split_account_id(account_id)
    prefix = dynamo.Prefix(lendings.ledger_prefix(own))
    items = dynamo.query(settings().accounts_table, partition(member_id), prefix)
    documents = (json.loads(str(item["doc"])).get("document_no") for item in items)
    return accounts.load(account_id), {document for document in documents if document}


def _owners(table: str, wanted: dict[str, str], attribute: str) -> dict[str, str]:
    """By one call for each 100 different keys."""
    names = list(wanted)
    found: dict[str, str] = {}
    for start in range(0, len(names), MOST_KEYS):
        some = names[start : start + MOST_KEYS]
        items = dynamo.batch_get([(table, (wanted[name], "U")) for name in some])
        found |= {n: str(i[attribute]) for n, i in zip(some, items, strict=True) if i}
    return found
