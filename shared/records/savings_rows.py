"""What the index by_due shows of savings accounts: contributions due, deposits to mature. Pure.

They lie in partitions of their own beside those of financing: `W0`–`W3` by the oldest unpaid due
date of an account that takes contributions, `T0`–`T3` by the date on which a deposit matures. The
accounts room writes them with each opening, posting, reversal and closing, on the account's head
item; a sort key is `<date>#<account_id>`. A closed account has none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from shared.aws.items import Item, Value
from shared.domain.contributions import Contributions
from shared.kernel.ids import split_account_id

from .keys import accounts as keys

CONTRIBUTION_SHARDS, MATURITY_SHARDS = keys.CONTRIBUTION_SHARDS, keys.MATURITY_SHARDS

_SHOWN = ("account_id", "account_no", "product", "balance")
_OF_CONTRIBUTIONS = ("monthly_amount", "due_day", "opened_on")


@dataclass(frozen=True, slots=True)
class SavingsRow:
    """A savings account of the index: `contributions` or `matures_on`. Whole rupiah."""

    account_id: str
    account_no: str
    product: str
    balance: int
    contributions: Contributions | None = None
    matures_on: date | None = None

    @property
    def member_id(self) -> str:
        return split_account_id(self.account_id)[0]

    def unpaid(self, first: date, last: date) -> Iterator[tuple[date, int]]:
        """(due date, unpaid) of contributions due between two days, both included, in order."""
        if self.contributions is None:
            return
        paid = self.balance // self.contributions.monthly_amount
        number = max(paid, self.contributions.due_before(first))
        while (due_on := self.contributions.due_on(number)) and due_on <= last:
            yield due_on, self.contributions.unpaid(number, self.balance)
            number += 1


def contributions_of(row: Mapping[str, Any]) -> Contributions | None:
    """The monthly contributions that an account's row asks for; None where it asks for none."""
    if not row.get("monthly_amount"):
        return None
    opened_on = date.fromisoformat(row["opened_on"])
    return Contributions(row["monthly_amount"], row["due_day"], opened_on)


def balance_of(head: Item) -> int:
    """The balance of a savings account, by its head item."""
    balance: int = json.loads(str(head["doc"]))["balance"]
    return balance


def attributes(row: Mapping[str, Any]) -> dict[str, Value]:
    """The attributes of a savings account's head item that make its entry; none without one."""
    if row["status"] == "closed":
        return {}
    shown = {name: row[name] for name in _SHOWN}
    if contributions := contributions_of(row):
        due = contributions.oldest_unpaid(row["balance"])
        own = {name: row[name] for name in _OF_CONTRIBUTIONS}
        return _entry(CONTRIBUTION_SHARDS, due, shown | own) if due else {}
    if matures_on := row.get("matures_on"):
        day = date.fromisoformat(matures_on)
        return _entry(MATURITY_SHARDS, day, shown | {"matures_on": matures_on})
    return {}


def from_item(item: Item) -> SavingsRow:
    """Read an entry of the index."""
    row = json.loads(str(item["row"]))
    matures_on = row.get("matures_on")
    return SavingsRow(
        **{name: row[name] for name in _SHOWN},
        contributions=contributions_of(row),
        matures_on=date.fromisoformat(matures_on) if matures_on else None,
    )


def _entry(shards: tuple[str, ...], day: date, row: dict[str, Any]) -> dict[str, Value]:
    account_id = row["account_id"]
    return {
        "row": json.dumps(row, ensure_ascii=False, separators=(",", ":")),
        keys.BY_DUE.pk: shards[crc32(account_id.encode()) % len(shards)],
        keys.BY_DUE.sk: keys.due_on(day, account_id),
    }
