"""Financing accounts as the accounts table keeps them, for the rooms that read them.

The accounts room writes `doc`, the arrears room `pauses`; each has a version of its own, so neither
makes the other wait.
"""

import json
from datetime import date

from shared.aws import dynamo
from shared.domain.financing import Financing
from shared.domain.financing_account import FinancingAccount as FinancingAccount
from shared.domain.financing_account import pauses_doc as pauses_doc
from shared.domain.financing_account import read_pauses as read_pauses
from shared.domain.installments import Entry
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings

from .keys.partitions import member_of, partition

_FINANCING, _SAVINGS_HEAD = "FINANCING#", "HEAD#S"


def key(account_id: str) -> dynamo.Key:
    """Where a financing account lies; NotFound where the id has not the form of one."""
    member_id, own = split_account_id(account_id)
    return partition(member_id), f"{_FINANCING}{own}"


def from_item(item: dynamo.Item) -> FinancingAccount:
    """Read an item of the accounts table."""
    member_id, own = member_of(str(item["pk"])), str(item["sk"])[len(_FINANCING) :]
    doc = json.loads(str(item["doc"]))
    return FinancingAccount(
        account_id=f"{member_id}.{own}",
        account_no=doc["account_no"],
        product=doc["product"],
        opened_on=date.fromisoformat(doc["opened_on"]),
        closed_on=date.fromisoformat(doc["closed_on"]) if doc["closed_on"] else None,
        grace_days=doc["grace_days"],
        state=Financing.from_doc(doc["state"]),
        last=doc["last"],
        version=int(item["v"]),
        pauses=read_pauses(str(item["pauses"])),
        pauses_version=int(item["pauses_v"]),
    )


def of_member(member_id: str) -> list[FinancingAccount]:
    """A member's financing accounts, oldest first, in one call; none as well for no member."""
    items = dynamo.query(settings().accounts_table, partition(member_id), dynamo.Prefix(_FINANCING))
    return [from_item(item) for item in items]


def with_savings(member_id: str) -> tuple[list[FinancingAccount], list[dynamo.Item]]:
    """(a member's financing accounts, the head items of savings accounts), oldest first, in one
    call: they are neighbours in the partition, with the heads of financing between them.
    """
    both = dynamo.Between(_FINANCING, f"{_SAVINGS_HEAD}~")
    items = dynamo.query(settings().accounts_table, partition(member_id), both)
    return (
        [from_item(item) for item in items if str(item["sk"]).startswith(_FINANCING)],
        [item for item in items if str(item["sk"]).startswith(_SAVINGS_HEAD)],
    )


def get(account_id: str) -> FinancingAccount | None:
    """One account, or None where there is no such financing account."""
    item = dynamo.get(settings().accounts_table, key(account_id))
    return from_item(item) if item else None


def ledger_prefix(own: str) -> str:
    """How the sort keys of an account's ledger begin; a value date and an id follow."""
    return f"LEDGER#{own}#"


def ledger(account_id: str, until: date = date.max, *, since: date = date.min) -> list[Entry]:
    """An account's entries with a value date from `since` to `until`, in the ledger's order."""
    member_id, own = split_account_id(account_id)
    prefix = ledger_prefix(own)
    items = dynamo.query(
        settings().accounts_table,
        partition(member_id),
        dynamo.Between(f"{prefix}{since}", f"{prefix}{until}~"),
    )
    return [entry_of(str(item["doc"])) for item in items]


def ledgers(member_id: str) -> dict[str, list[Entry]]:
    """The entries of all financing accounts of a member by account id, in one call."""
    items = dynamo.query(settings().accounts_table, partition(member_id), dynamo.Prefix("LEDGER#F"))
    found: dict[str, list[Entry]] = {}
    for item in items:
        own = str(item["sk"]).split("#")[1]
        found.setdefault(f"{member_id}.{own}", []).append(entry_of(str(item["doc"])))
    return found


def entry_of(doc: str) -> Entry:
    """What a state needs of a transaction."""
    row = json.loads(doc)
    return Entry(
        row["transaction_id"],
        row["type"],
        date.fromisoformat(row["value_date"]),
        row["amount"],
        row["reverses"],
    )
