"""Accounts with their entries, as an import compares its rows with them."""

from collections.abc import Iterable

from accounts import bulk
from accounts.bulk import Account, LedgerEntry

Documents = dict[str, LedgerEntry]
"""Entries by their document numbers, and by their ids."""


def account(account_id: str) -> tuple[Account, Documents]:
    """An account, and its entries by their document numbers."""
    ledger = bulk.ledger_of(account_id)
    return bulk.load(account_id), documents(ledger)


def documents(ledger: Iterable[LedgerEntry]) -> Documents:
    """Entries by ids and document numbers; a reversal with a document number frees that number."""
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
