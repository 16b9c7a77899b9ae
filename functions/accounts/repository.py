"""The accounts table: accounts, schedules and the ledger. Writes are answered, not done."""

import json
from collections.abc import Iterable
from datetime import date

from shared.aws import dynamo, write
from shared.kernel.errors import NotFound
from shared.kernel.ids import AccountKind, split_account_id
from shared.kernel.settings import settings
from shared.records import financing_accounts, savings_rows
from shared.records.keys import accounts as keys
from shared.records.keys.partitions import partition
from shared.records.search_index import table as search_table

from . import documents
from .documents import Doc
from .model import Account, LedgerEntry, LoanAccount
from .recap.rules import Posted

RACE_GUARD = "version"
_MOST_KEYS = 100


def _table() -> str:
    return settings().accounts_table


def heads(member_id: str, kind: AccountKind | None) -> list[str]:
    """A member's accounts as JSON, oldest first."""
    prefix = dynamo.Prefix(keys.heads_prefix(kind))
    items = dynamo.query(_table(), partition(member_id), prefix)
    return [str(item["doc"]) for item in items]


def head(account_id: str) -> str:
    """An account as JSON, or NotFound."""
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
    financing = financing_accounts.from_item(schedules[0]) if schedules and schedules[0] else None
    doc = json.loads(str(stored["doc"]))
    return documents.read_account(doc, str(stored["last"]), int(stored["v"]), financing)


def account_ids(numbers: Iterable[str]) -> dict[str, str]:
    """Accounts by their numbers (casefolded), by one call for each 100; absent where there are
    none."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _MOST_KEYS):
        some = wanted[start : start + _MOST_KEYS]
        items = dynamo.batch_get([(_table(), keys.number(one)) for one in some])
        found |= {n: str(i["account_id"]) for n, i in zip(some, items, strict=True) if i}
    return found


def exists(account_id: str) -> write.Write:
    """A condition of a transaction: there is such an account (guard `account`)."""
    return write.require(_table(), keys.head(account_id), "account")


def entry(account_id: str, transaction_id: str, value_date: str) -> LedgerEntry:
    """An entry of the ledger, or NotFound."""
    item = dynamo.get(_table(), keys.entry(account_id, value_date, transaction_id))
    if item is None:
        raise NotFound("transaction", transaction_id)
    return documents.read_entry(json.loads(str(item["doc"])))


def entries_page(
    account_id: str, first: str, last: str, *, limit: int, after: str | None
) -> list[tuple[str, str]]:
    """(place, entry as JSON) of entries with a value date from first to last, newest first."""
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


def ledger(account_id: str, last: date = date.max) -> list[LedgerEntry]:
    """All entries with a value date up to `last`, the oldest first; those too that are left of an
    account that is being deleted."""
    member_id, own = split_account_id(account_id)
    prefix = keys.ledger_prefix(own)
    until = dynamo.Between(prefix, f"{prefix}{last}~")
    items = dynamo.query(_table(), partition(member_id), until)
    return [documents.read_entry(json.loads(str(item["doc"]))) for item in items]


def next_number(prefix: str, step: int) -> int:
    """A number of the sequence behind given-out account numbers; it may leave gaps."""
    return dynamo.increment(_table(), keys.sequence(prefix), by=step)


def posted_on(day: date, officer: str | None) -> list[Posted]:
    """What was posted on a business date, by officer and time."""
    prefix = dynamo.Prefix(keys.posted_by_prefix(officer)) if officer else None
    items = dynamo.query(_table(), str(day), prefix, index=keys.BY_POSTED)
    return [Posted(**json.loads(str(item["recap"]))) for item in items]


def opening_writes(account: Account) -> list[write.Write]:
    """The writes of a new account, its number's guard and search entry (guard `account_no`)."""
    pk, sk = keys.number(account.account_no)
    guard: dynamo.Item = {"pk": pk, "sk": sk, "account_id": account.account_id}
    writes = [
        write.put(_table(), guard, new=True, guard="account_no"),
        search_table.put_account(account.account_no, account.member_id),
        write.put(_table(), _head_item(account, 1), new=True),
    ]
    if isinstance(account, LoanAccount):
        item = financing_accounts.to_item(account.financing)
        writes.append(write.put(_table(), item, new=True))
    return writes


def saving_writes(old: Account, new: Account) -> list[write.Write]:
    """The writes from one version of an account to the next (guard `version`), pauses apart."""
    head_item = _head_item(new, old.version + 1)
    writes = [write.put(_table(), head_item, version=old.version, guard=RACE_GUARD)]
    if isinstance(old, LoanAccount) and isinstance(new, LoanAccount):
        writes.append(financing_accounts.save(old.financing, new.financing, RACE_GUARD))
    return writes


def deleting_writes(old: Account) -> list[write.Write]:
    """The writes that delete an account of this version, its number's guard and search entry, but
    not its ledger (guard `version`); pauses made meanwhile refuse it."""
    head_key = keys.head(old.account_id)
    writes = [
        write.delete(_table(), head_key, only={"v": old.version}, guard=RACE_GUARD),
        write.delete(_table(), keys.number(old.account_no)),
        *search_table.delete_account(old.account_no, old.member_id),
    ]
    if isinstance(old, LoanAccount):
        lent = old.financing
        versions = {"v": lent.version, "pauses_v": lent.pauses_version}
        key = keys.financing(old.account_id)
        writes.append(write.delete(_table(), key, only=versions, guard=RACE_GUARD))
    return writes


def entry_write(entry: LedgerEntry, recap: Posted | None, day: date) -> write.Write:
    """The write of a new entry; with `recap` it is shown in that of a business date."""
    item = _entry_item(entry)
    if recap:
        said = {name: getattr(recap, name) for name in Posted.__dataclass_fields__}
        item[keys.BY_POSTED.pk] = str(day)
        item[keys.BY_POSTED.sk] = keys.posted_by(
            entry.officer, entry.posted_at, entry.transaction_id
        )
        item["recap"] = _json(said)
    return write.put(_table(), item, new=True)


def reversed_write(entry: LedgerEntry) -> write.Write:
    """The write of an entry that names its reversal now, the one change that an entry can have."""
    return write.update(
        _table(), _entry_key(entry), change={"doc": _json(documents.of_entry(entry))}
    )


def deleting_entry_write(entry: LedgerEntry) -> write.Write:
    """The write that deletes an entry of an account that is deleted."""
    return write.delete(_table(), _entry_key(entry))


def _entry_key(entry: LedgerEntry) -> dynamo.Key:
    return keys.entry(entry.account_id, str(entry.value_date), entry.transaction_id)


def _entry_item(entry: LedgerEntry) -> dynamo.Item:
    pk, sk = _entry_key(entry)
    return {"pk": pk, "sk": sk, "doc": _json(documents.of_entry(entry))}


def _head_item(account: Account, version: int) -> dynamo.Item:
    pk, sk = keys.head(account.account_id)
    doc = documents.of_account(account)
    due = {} if isinstance(account, LoanAccount) else savings_rows.attributes(doc)
    return {"pk": pk, "sk": sk, "v": version, "last": account.last, **due, "doc": _json(doc)}


def _json(doc: Doc) -> str:
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
