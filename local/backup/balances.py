"""What all accounts of an engine's file come to: figures by which two copies are compared."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from shared.records.keys.accounts import HEAD, LEDGER

_ITEMS = """SELECT json_extract(doc, '$.account_id') AS account, {} FROM (
    SELECT json_extract(item_json, '$.doc.S') AS doc FROM "{}" WHERE sk GLOB 'S:{}*'
) GROUP BY account"""
_AMOUNT = "coalesce(json_extract(doc, '$.balance'), json_extract(doc, '$.outstanding'))"
_ENTRIES = "sum(json_extract(doc, '$.effect')), count(*)"


@dataclass(frozen=True, slots=True)
class Balances:
    """`amount` is the sum of all balances and of all that is outstanding; `differing` are accounts
    whose entries do not come to it; `digest` is over each account, its amount and its entries."""

    accounts: int
    entries: int
    amount: int
    differing: int
    digest: str

    def __str__(self) -> str:
        return (
            f"{self.accounts} accounts, {self.entries} entries, sum Rp{self.amount}, "
            f"{self.differing} differ from their ledger, sha256 {self.digest}"
        )


def of(database: Path, accounts_table: str) -> Balances:
    """Read them from a file on which no engine runs."""
    with closing(sqlite3.connect(database)) as file:
        heads = dict(file.execute(_ITEMS.format(_AMOUNT, accounts_table, HEAD)))
        ledgers = {
            account: (effect, entries)
            for account, effect, entries in file.execute(
                _ITEMS.format(_ENTRIES, accounts_table, LEDGER)
            )
        }
    digest = hashlib.sha256()
    differing = 0
    for account in sorted(heads.keys() | ledgers.keys()):
        amount, (effect, entries) = heads.get(account), ledgers.get(account, (0, 0))
        differing += amount != effect
        digest.update(f"{account} {amount} {effect} {entries}\n".encode())
    return Balances(
        accounts=len(heads),
        entries=sum(entries for _, entries in ledgers.values()),
        amount=sum(heads.values()),
        differing=differing,
        digest=digest.hexdigest(),
    )
