"""The undo journal: what each transaction of an import did, written in that transaction.

A record is deleted in the transaction that reverts it, so what is left is what still stands. The
order of the sort keys is the order of reverting: shared/records/keys/imports.py.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from interchange.tables import ImportKind
from members.bulk import StoredMember
from shared.aws import dynamo, merged_query, write
from shared.kernel.clock import Clock
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.keys import imports as keys

from .jobs import RETENTION

GUARD = "undo"

LedgerKind = Literal["opened", "continued", "posted"]
"""The import opened the account; it wrote more to an account that it opened; it posted entries to
an account that was there before."""


class StoredRecord(BaseModel, frozen=True):
    """What every undo record has: the partition that it was read from."""

    partition: str = Field("", exclude=True)


class MemberCreated(StoredRecord, frozen=True):
    """A member that an import created.

    `profile` and `book` are the fingerprints of profile and contacts as they were written,
    `timeline` says how many entries of the timeline came with them.
    """

    kind: Literal["made"] = "made"
    row: int
    member_id: str
    profile: str
    book: str
    timeline: int

    @property
    def subject(self) -> str:
        """The member as the audit names them."""
        return f"member:{self.member_id}"

    @property
    def sort_key(self) -> str:
        return keys.created_member(self.row)

    @property
    def counts(self) -> dict[ImportKind, int]:
        """How many rows it stands for, by their kinds."""
        return {"members": 1}


class MemberChanged(StoredRecord, frozen=True):
    """A member that an import changed, as they were before.

    `contacts` are the items of the contacts before, `book_before` is their version. `profile` and
    `book` are the fingerprints of what was written, None where nothing was written.
    """

    kind: Literal["changed"] = "changed"
    row: int
    member_id: str
    before: StoredMember
    profile: str | None
    book: str | None
    book_before: int
    contacts: tuple[dict[str, str | int], ...]

    @property
    def subject(self) -> str:
        """The member as the audit names them."""
        return f"member:{self.member_id}"

    @property
    def sort_key(self) -> str:
        return keys.member_change(self.member_id, self.row)

    @property
    def counts(self) -> dict[ImportKind, int]:
        """How many rows it stands for, by their kinds."""
        return {"members": 1}


class LedgerWritten(StoredRecord, frozen=True):
    """One version of an account that an import wrote.

    `entries` are the ids of the ledger's entries, `rows` the staged rows that they came from,
    `counts` how many of these there are of each kind. `terms` is the fingerprint of what was agreed
    on the account.
    """

    kind: LedgerKind
    account_id: str
    terms: str
    rows: tuple[int, ...]
    entries: tuple[str, ...]
    counts: dict[ImportKind, int]

    @property
    def member_id(self) -> str:
        return split_account_id(self.account_id)[0]

    @property
    def subject(self) -> str:
        """The account as the audit names it."""
        return f"account:{self.account_id}"

    @property
    def sort_key(self) -> str:
        first = self.rows[0] if self.rows else 0
        return keys.account_write(self.account_id, first, opened=self.kind != "posted")


UndoRecord = MemberCreated | MemberChanged | LedgerWritten
_record: TypeAdapter[UndoRecord] = TypeAdapter(Annotated[UndoRecord, Field(discriminator="kind")])


def save(import_id: str, record: UndoRecord, clock: Clock) -> write.Write:
    """The write of a record; refused (guard `undo`) where it was written before."""
    pk, sk = keys.undo_record(import_id, record.sort_key)
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "ttl": int((clock.now() + RETENTION).timestamp()),
        "doc": record.model_dump_json(),
    }
    return write.put(settings().imports_table, item, new=True, guard=GUARD)


def delete(record: UndoRecord) -> write.Write:
    """The deletion of a record that was read; refused (guard `undo`) where it is gone already."""
    key = record.partition, record.sort_key
    return write.delete(settings().imports_table, key, exists=True, guard=GUARD)


def of_account(import_id: str, account_id: str) -> list[LedgerWritten]:
    """All that an import wrote to an account, whether it opened the account or not."""
    return [
        *_of_account(import_id, account_id, opened=True),
        *_of_account(import_id, account_id, opened=False),
    ]


def of_opened_account(import_id: str, account_id: str) -> list[LedgerWritten]:
    """All that an import wrote to an account that it opened."""
    return _of_account(import_id, account_id, opened=True)


def _of_account(import_id: str, account_id: str, *, opened: bool) -> list[LedgerWritten]:
    split_account_id(account_id)
    found = _query(import_id, keys.account_writes(account_id, opened=opened))
    return [record for record in found if isinstance(record, LedgerWritten)]


def changes_of_member(import_id: str, member_id: str) -> list[MemberChanged]:
    """All changes that an import made to a member, the earliest first."""
    found = _query(import_id, keys.member_changes(member_id))
    changes = [record for record in found if isinstance(record, MemberChanged)]
    return sorted(changes, key=lambda record: (record.before.version, record.book_before))


def opened_accounts(import_id: str, member_id: str) -> set[str]:
    """The ids of the accounts that an import opened for a member."""
    items = _items(import_id, keys.opened_accounts(member_id), only=["sk"])
    return {keys.opened_account(str(item["sk"])) for item in items}


def load_last(import_id: str, limit: int, before: str | None = None) -> list[UndoRecord]:
    """Records from the last on, or from the one before a sort key: `limit` at least."""
    table, partitions = settings().imports_table, keys.undo_records(import_id)
    items = merged_query.query(table, partitions, limit=limit, after=before, descending=True)
    return [_read(item) for item in items]


def row_ids(records: Iterable[LedgerWritten]) -> set[int]:
    """The rows that records stand for."""
    return {row for record in records for row in record.rows}


def _query(import_id: str, prefix: str) -> list[UndoRecord]:
    return [_read(item) for item in _items(import_id, prefix)]


def _items(import_id: str, prefix: str, only: Sequence[str] = ()) -> list[dynamo.Item]:
    """The items of a member or an account, in the order of their sort keys."""
    table, partitions = settings().imports_table, keys.undo_records_of(import_id, prefix)
    read = (dynamo.query(table, pk, dynamo.Prefix(prefix), only=only) for pk in partitions)
    return sorted(chain.from_iterable(read), key=lambda item: str(item["sk"]))


def _read(item: dynamo.Item) -> UndoRecord:
    record = _record.validate_json(str(item["doc"]))
    return record.model_copy(update={"partition": str(item["pk"])})
