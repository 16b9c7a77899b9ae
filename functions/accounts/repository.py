"""The accounts table: heads, schedules and the ledger."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.aws import dynamo, write
from shared.kernel.errors import NotFound
from shared.kernel.ids import Kind, split_account_id
from shared.kernel.settings import settings
from shared.records import financing_accounts, savings_rows
from shared.records.financing_accounts import FinancingAccount
from shared.records.keys import accounts as keys
from shared.records.keys.partitions import partition
from shared.records.search_index import table as search_table

from .recap_rules import Posted

Row = dict[str, Any]

RACE_GUARD = "version"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as stored: its row as the API shows it, and the schedule of a financing one.

    `last` is the place of the ledger's last entry (by value date).
    """

    row: Row
    last: str
    version: int = 0
    lending: FinancingAccount | None = None

    @property
    def account_id(self) -> str:
        return str(self.row["account_id"])

    @property
    def amount(self) -> int:
        """Balance or outstanding."""
        return int(self.row["balance" if self.lending is None else "outstanding"])


def _table() -> str:
    return settings().accounts_table


def heads(member_id: str, kind: Kind | None) -> list[str]:
    """Rows of a member's accounts as JSON, oldest first."""
    prefix = dynamo.Prefix(keys.heads_prefix(kind))
    items = dynamo.query(_table(), partition(member_id), prefix)
    return [str(item["doc"]) for item in items]


def head(account_id: str) -> str:
    """A row as JSON, or NotFound."""
    item = dynamo.get(_table(), keys.head(account_id))
    if item is None:
        raise NotFound("account", account_id)
    return str(item["doc"])


def load(account_id: str) -> Account:
    """An account with its schedule in one call, or NotFound."""
    wanted = [keys.head(account_id)]
    if keys.is_financing(account_id):
        wanted.append(keys.financing(account_id))
    stored, *schedules = dynamo.batch_get([(_table(), key) for key in wanted])
    if stored is None:
        raise NotFound("account", account_id)
    lending = financing_accounts.from_item(schedules[0]) if schedules and schedules[0] else None
    return Account(json.loads(str(stored["doc"])), str(stored["last"]), int(stored["v"]), lending)


def exists(account_id: str) -> write.Write:
    """A condition of a transaction: there is such an account (guard `account`)."""
    return write.require(_table(), keys.head(account_id), "account")


def transaction(account_id: str, transaction_id: str, value_date: str) -> Row:
    """An entry of the ledger, or NotFound."""
    item = dynamo.get(_table(), keys.entry(account_id, value_date, transaction_id))
    if item is None:
        raise NotFound("transaction", transaction_id)
    row: Row = json.loads(str(item["doc"]))
    return row


def transactions(
    account_id: str, first: str, last: str, *, limit: int, after: str | None
) -> list[tuple[str, str]]:
    """(place, row as JSON) of entries with a value date from first to last, newest first."""
    member_id, own = split_account_id(account_id)
    prefix = keys.ledger_prefix(own)
    items = dynamo.query(
        _table(),
        partition(member_id),
        dynamo.Between(prefix + first, f"{prefix}{last}~"),
        limit=limit,
        after=after and prefix + after,
        descending=True,
    )
    return [(str(item["sk"])[len(prefix) :], str(item["doc"])) for item in items]


def ledger(account_id: str, last: str) -> list[str]:
    """Rows as JSON of all entries with a value date up to `last`, the oldest first."""
    member_id, own = split_account_id(account_id)
    prefix = keys.ledger_prefix(own)
    until = dynamo.Between(prefix, f"{prefix}{last}~")
    return [str(item["doc"]) for item in dynamo.query(_table(), partition(member_id), until)]


def next_number(prefix: str, step: int) -> int:
    """A number of the sequence behind given-out account numbers; it may leave gaps."""
    return dynamo.increment(_table(), keys.sequence(prefix), by=step)


def opened(account: Account) -> list[write.Write]:
    """The writes of a new account, its number's guard and search entry (guard `account_no`)."""
    account_no, member_id = str(account.row["account_no"]), str(account.row["member_id"])
    pk, sk = keys.number(account_no)
    guard: dynamo.Item = {"pk": pk, "sk": sk, "account_id": account.account_id}
    writes = [
        write.put(_table(), guard, new=True, guard="account_no"),
        search_table.put_account(account_no, member_id),
        write.put(_table(), _head_item(account, 1), new=True),
    ]
    if account.lending:
        writes.append(write.put(_table(), financing_accounts.to_item(account.lending), new=True))
    return writes


def saved(old: Account, new: Account) -> list[write.Write]:
    """The writes from one version of an account to the next (guard `version`).

    Pauses and their version are left as they are.
    """
    head_item = _head_item(new, old.version + 1)
    writes = [write.put(_table(), head_item, version=old.version, guard=RACE_GUARD)]
    if old.lending and new.lending:
        writes.append(financing_accounts.saved(old.lending, new.lending, RACE_GUARD))
    return writes


def gone(old: Account) -> list[write.Write]:
    """The writes that delete an account of this version, its number's guard and search entry, but
    not its ledger (guard `version`); pauses made meanwhile refuse it."""
    account_no, member_id = str(old.row["account_no"]), str(old.row["member_id"])
    head = write.delete(
        _table(), keys.head(old.account_id), only={"v": old.version}, guard=RACE_GUARD
    )
    writes = [
        head,
        write.delete(_table(), keys.number(account_no)),
        search_table.delete_account(account_no, member_id),
    ]
    if old.lending:
        versions = {"v": old.lending.version, "pauses_v": old.lending.pauses_version}
        key = keys.financing(old.account_id)
        writes.append(write.delete(_table(), key, only=versions, guard=RACE_GUARD))
    return writes


def unwritten(account_id: str, transaction_id: str, value_date: str) -> write.Write:
    """The write that deletes an entry of an account that is gone."""
    return write.delete(_table(), keys.entry(account_id, value_date, transaction_id))


def posted(account: Row, row: Row, day: date, undone: str | None = None) -> write.Write:
    """The write of a new entry of the ledger, in the recap of the business date it is posted on.

    `undone` is the type of the entry that a reversal takes back.
    """
    said = {name: row.get(name) for name in Posted.__dataclass_fields__}
    recap: dynamo.Item = {
        keys.BY_POSTED.pk: str(day),
        keys.BY_POSTED.sk: keys.posted_by(row["officer"], row["posted_at"], row["transaction_id"]),
        "recap": _json({**said, "account_no": account["account_no"], "undone": undone}),
    }
    return write.put(_table(), {**_ledger_item(row), **recap}, new=True)


def brought(account: Row, row: Row, day: date, undone: str | None = None) -> write.Write:
    """The write of an entry from elsewhere; only one of this day is in the day's recap."""
    if row["value_date"] == str(day):
        return posted(account, row, day, undone)
    return write.put(_table(), _ledger_item(row), new=True)


def posted_on(day: date, officer: str | None) -> list[Posted]:
    """What was posted on a business date, by officer and time."""
    items = dynamo.query(
        _table(),
        str(day),
        dynamo.Prefix(keys.posted_by_prefix(officer)) if officer else None,
        index=keys.BY_POSTED,
    )
    return [Posted(**json.loads(str(item["recap"]))) for item in items]


def marked_reversed(account_id: str, row: Row) -> write.Write:
    """The write of an entry that now names its reversal, the one change that an entry can have."""
    return write.update(_table(), _entry_key(account_id, row), change={"doc": _json(row)})


def _entry_key(account_id: str, row: Row) -> dynamo.Key:
    return keys.entry(account_id, row["value_date"], row["transaction_id"])


def _ledger_item(row: Row) -> dynamo.Item:
    pk, sk = _entry_key(str(row["account_id"]), row)
    return {"pk": pk, "sk": sk, "doc": _json(row)}


def _head_item(account: Account, version: int) -> dynamo.Item:
    pk, sk = keys.head(account.account_id)
    due = {} if account.lending else savings_rows.attributes(account.row)
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": version, "last": account.last, **due}
    return {**item, "doc": _json(account.row)}


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
