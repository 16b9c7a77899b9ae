"""Financing accounts as the accounts table keeps them, for the rooms that read them.

The accounts room writes `doc`, the arrears room `pauses`; each has a version of its own, so neither
makes the other wait.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.aws import dynamo
from shared.domain.financing import Financing
from shared.domain.installments import Entry
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings

from .keys.partitions import member_of, partition

_FINANCING, _SAVINGS_HEAD = "FINANCING#", "HEAD#S"


@dataclass(frozen=True, slots=True)
class FinancingAccount:
    """A financing account: its state after all entries, and what its arrears follow from.

    `last` is the place of the ledger's last entry (by value date). `pauses` are (start, end).
    """

    account_id: str
    account_no: str
    product: str
    opened_on: date
    closed_on: date | None
    grace_days: int
    state: Financing
    last: str
    version: int = 1
    pauses: tuple[tuple[date, date], ...] = ()
    pauses_version: int = 0

    @property
    def last_value_date(self) -> date:
        return date.fromisoformat(self.last[:10])

    def to_doc(self) -> str:
        """All but the versions and the pauses."""
        return json.dumps(
            {
                "account_no": self.account_no,
                "product": self.product,
                "opened_on": str(self.opened_on),
                "closed_on": str(self.closed_on) if self.closed_on else None,
                "grace_days": self.grace_days,
                "last": self.last,
                "state": self.state.to_doc(),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


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


def pauses_doc(pauses: Iterable[tuple[date, date]]) -> str:
    """The attribute `pauses`."""
    return json.dumps([[str(start), str(end)] for start, end in pauses])


def read_pauses(text: str) -> tuple[tuple[date, date], ...]:
    """Read what pauses_doc wrote."""
    return tuple(
        (date.fromisoformat(start), date.fromisoformat(end)) for start, end in json.loads(text)
    )


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
