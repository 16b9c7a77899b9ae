"""What the tables know of the numbers in a file: whose they are."""

from collections.abc import Iterable

from accounts import bulk
from accounts.bulk import Account, LedgerEntry
from shared.aws import dynamo
from shared.aws.vault import lookup_hash
from shared.kernel.settings import settings

MOST_KEYS = 100

Documents = dict[str, LedgerEntry]
"""Entries by their document numbers, and by their ids."""


def member_ids(numbers: Iterable[str]) -> dict[str, str]:
    """Members by their folded numbers; those that nobody has are absent."""
    table = settings().members_table
    return _owners(table, {n: f"U#member_no#{n}" for n in numbers}, "member_id")


def nik_owners(niks: Iterable[str | None]) -> dict[str, str]:
    """Members by NIK."""
    table = settings().members_table
    return _owners(table, {n: f"U#nik#{lookup_hash(n)}" for n in niks if n}, "member_id")


def account(account_id: str) -> tuple[Account, Documents]:
    """An account, and its entries by their document numbers."""
    ledger = bulk.ledger_of(account_id)
    return bulk.load(account_id), documents(ledger)


def documents(ledger: Iterable[LedgerEntry]) -> Documents:
    """Entries by what names them; a reversal that names the document takes it back."""
    found: Documents = {}
    for entry in sorted(ledger, key=lambda one: one.posted_at):
        found[entry.transaction_id] = entry
        if entry.document_no and entry.reverses:
            found.pop(entry.document_no, None)
        elif entry.document_no:
            found[entry.document_no] = entry
    return found


def entries(there: Documents) -> list[LedgerEntry]:
    """Each entry once."""
    return list({entry.transaction_id: entry for entry in there.values()}.values())


def _owners(table: str, wanted: dict[str, str], attribute: str) -> dict[str, str]:
    """By one call for each 100 different keys."""
    names = list(wanted)
    found: dict[str, str] = {}
    for start in range(0, len(names), MOST_KEYS):
        some = names[start : start + MOST_KEYS]
        items = dynamo.batch_get([(table, (wanted[name], "U")) for name in some])
        found |= {n: str(i[attribute]) for n, i in zip(some, items, strict=True) if i}
    return found
