"""The financing items and ledgers of the accounts table, for the rooms that read them.

The accounts room writes `doc`, the arrears room `pauses`; each has a version of its own, so neither
makes the other wait.
"""

import json
from datetime import date

from shared.aws import dynamo, write
from shared.domain.financing_account import FinancingAccount as FinancingAccount
from shared.domain.financing_account import pauses_doc as pauses_doc
from shared.domain.financing_account import read_pauses as read_pauses
from shared.domain.installments import Entry, NamedParts
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings

from . import due_rows
from .keys import accounts as keys
from .keys.partitions import member_of, partition


def key(account_id: str) -> dynamo.Key:
    """The key of a financing account; NotFound where the id does not have the form of one."""
    return keys.financing(account_id)


def from_item(item: dynamo.Item) -> FinancingAccount:
    """Read an item of the accounts table."""
    member_id, (_, own) = member_of(str(item["pk"])), keys.split(str(item["sk"]))
    return FinancingAccount.from_doc(
        f"{member_id}.{own}",
        str(item["doc"]),
        version=int(item["v"]),
        pauses=read_pauses(str(item["pauses"])),
        pauses_version=int(item["pauses_v"]),
    )


def to_item(account: FinancingAccount) -> dynamo.Item:
    """The whole item of an account, its entry of the index by_due among it."""
    pk, sk = keys.financing(account.account_id)
    return {
        "pk": pk,
        "sk": sk,
        **_written(account, account.version),
        "pauses": pauses_doc(account.pauses),
        "pauses_v": account.pauses_version,
    }


def save(old: FinancingAccount, new: FinancingAccount, guard: str) -> write.Write:
    """The write from one version of an account to the next, but for its pauses; it is refused with
    `guard` where somebody else was faster."""
    written = _written(new, old.version + 1)
    unpaid = keys.BY_DUE.sk in written
    return write.update(
        settings().accounts_table,
        keys.financing(new.account_id),
        change=written,
        remove=() if unpaid else (keys.BY_DUE.pk, keys.BY_DUE.sk),
        when="#v = :seen",
        values={"seen": old.version},
        guard=guard,
    )


def _written(account: FinancingAccount, version: int) -> dynamo.Item:
    """The attributes that the accounts room writes."""
    return {"v": version, "doc": account.to_doc(), **due_rows.attributes(account)}


def of_member(member_id: str) -> list[FinancingAccount]:
    """A member's financing accounts, oldest first, in one call; none as well for no member."""
    prefix = dynamo.Prefix(keys.FINANCING)
    items = dynamo.query(settings().accounts_table, partition(member_id), prefix)
    return [from_item(item) for item in items]


def with_savings(member_id: str) -> tuple[list[FinancingAccount], list[dynamo.Item]]:
    """(a member's financing accounts, the head items of savings accounts), oldest first, in one
    call: they are neighbours in the partition, with the heads of financing between them.
    """
    both = dynamo.Between(keys.FINANCING, f"{keys.SAVINGS_HEADS}~")
    items = dynamo.query(settings().accounts_table, partition(member_id), both)
    return (
        [from_item(item) for item in items if str(item["sk"]).startswith(keys.FINANCING)],
        [item for item in items if str(item["sk"]).startswith(keys.SAVINGS_HEADS)],
    )


def get(account_id: str) -> FinancingAccount | None:
    """One account, or None where there is no such financing account."""
    item = dynamo.get(settings().accounts_table, keys.financing(account_id))
    return from_item(item) if item else None


def ledger(account_id: str, until: date = date.max, *, since: date = date.min) -> list[Entry]:
    """An account's entries with a value date from `since` to `until`, in the ledger's order."""
    member_id, own = split_account_id(account_id)
    prefix = keys.ledger_prefix(own)
    items = dynamo.query(
        settings().accounts_table,
        partition(member_id),
        dynamo.Between(f"{prefix}{since}", f"{prefix}{until}~"),
    )
    return [entry_of(str(item["doc"])) for item in items]


def ledgers(member_id: str) -> dict[str, list[Entry]]:
    """The entries of all financing accounts of a member by account id, in one call."""
    prefix = dynamo.Prefix(keys.FINANCING_LEDGERS)
    items = dynamo.query(settings().accounts_table, partition(member_id), prefix)
    found: dict[str, list[Entry]] = {}
    for item in items:
        _, own = keys.split(str(item["sk"]))
        found.setdefault(f"{member_id}.{own}", []).append(entry_of(str(item["doc"])))
    return found


def entry_of(doc: str) -> Entry:
    """The Entry of a stored transaction (JSON)."""
    row = json.loads(doc)
    parts = row.get("parts")
    return Entry(
        row["transaction_id"],
        row["type"],
        date.fromisoformat(row["value_date"]),
        row["amount"],
        row["reverses"],
        NamedParts(**parts) if parts else None,
    )
