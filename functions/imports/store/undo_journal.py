"""What an import did, kept until it can no longer be undone: an item a transaction, written in it.

Behind each other they lie as they are undone, the last first: entries of accounts that were there,
accounts, changes of members, members.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from interchange.columns import Kind
from members.bulk import StoredMember
from shared.aws import dynamo, write
from shared.kernel.clock import Clock
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings

from .jobs import KEPT

GUARD = "undo"

LedgerKind = Literal["opened", "continued", "posted"]


class MemberMade(BaseModel, frozen=True):
    """A member who was not there: what they and their contacts said (fingerprints), and how many
    entries of the timeline came with them."""

    kind: Literal["made"] = "made"
    row: int
    member_id: str
    profile: str
    book: str
    timeline: int

    @property
    def subject(self) -> str:
        return f"member:{self.member_id}"

    @property
    def place(self) -> str:
        return f"1#{self.row:012}"

    @property
    def counts(self) -> dict[Kind, int]:
        return {"members": 1}


class MemberChanged(BaseModel, frozen=True):
    """A member who was there, as they were before: `contacts` are the items of contacts, and
    `book_before` their version. `profile` and `book` are fingerprints of what was written, None
    where there was nothing to write."""

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
        return f"member:{self.member_id}"

    @property
    def place(self) -> str:
        return f"2#{self.member_id}#{self.row:012}"

    @property
    def counts(self) -> dict[Kind, int]:
        return {"members": 1}


class Ledger(BaseModel, frozen=True):
    """One version of an account: its entries' ids, and the rows they are of. An account that was
    not there is `opened` and `continued`; entries of one that was there are `posted`. `terms` is a
    fingerprint of what was agreed."""

    kind: LedgerKind
    account_id: str
    terms: str
    rows: tuple[int, ...]
    entries: tuple[str, ...]
    counts: dict[Kind, int]

    @property
    def subject(self) -> str:
        return f"account:{self.account_id}"

    @property
    def place(self) -> str:
        order = 4 if self.kind == "posted" else 3
        return f"{order}#{self.account_id}#{self.rows[0] if self.rows else 0:012}"


Deed = MemberMade | MemberChanged | Ledger
_deed: TypeAdapter[Deed] = TypeAdapter(Annotated[Deed, Field(discriminator="kind")])


def kept(import_id: str, deed: Deed, clock: Clock) -> write.Write:
    """The write of a deed, once (guard `undo`)."""
    item: dynamo.Item = {
        "pk": _pk(import_id),
        "sk": deed.place,
        "ttl": int((clock.now() + KEPT).timestamp()),
        "doc": deed.model_dump_json(),
    }
    return write.put(settings().imports_table, item, new=True, guard=GUARD)


def forgotten(import_id: str, deed: Deed) -> write.Write:
    """The write that ends a deed, once (guard `undo`)."""
    key = (_pk(import_id), deed.place)
    return write.delete(settings().imports_table, key, exists=True, guard=GUARD)


def of_account(import_id: str, account_id: str, orders: Sequence[str] = ("3", "4")) -> list[Ledger]:
    """All that an import did to an account: one it opened (3), one that was there (4)."""
    split_account_id(account_id)
    found: list[Ledger] = []
    for order in orders:
        prefix = dynamo.Prefix(f"{order}#{account_id}#")
        items = dynamo.query(settings().imports_table, _pk(import_id), prefix)
        found += [deed for item in items if isinstance(deed := _read(item), Ledger)]
    return found


def changes_of(import_id: str, member_id: str) -> list[MemberChanged]:
    """All changes of a member, the first first."""
    items = dynamo.query(settings().imports_table, _pk(import_id), dynamo.Prefix(f"2#{member_id}#"))
    found = [deed for item in items if isinstance(deed := _read(item), MemberChanged)]
    return sorted(found, key=lambda deed: (deed.before.version, deed.book_before))


def opened_of(import_id: str, member_id: str) -> set[str]:
    """The accounts that an import opened for a member."""
    prefix = dynamo.Prefix(f"3#{member_id}.")
    items = dynamo.query(settings().imports_table, _pk(import_id), prefix, only=["sk"])
    return {str(item["sk"]).split("#")[1] for item in items}


def last(import_id: str, limit: int, before: str | None = None) -> list[Deed]:
    """The last deeds before a place, the last first."""
    items = dynamo.query(
        settings().imports_table, _pk(import_id), limit=limit, after=before, descending=True
    )
    return [_read(item) for item in items]


def rows_of(deeds: Sequence[Ledger]) -> set[int]:
    """The rows that were dealt with."""
    return {row for deed in deeds for row in deed.rows}


def _pk(import_id: str) -> str:
    return f"UNDO#{import_id}"


def _read(item: dynamo.Item) -> Deed:
    return _deed.validate_json(str(item["doc"]))
