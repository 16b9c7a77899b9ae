"""Reads and writes of the search index.

No other module knows which table it is in. Writes are returned for the transaction of the room
that changes a name, a phone or an account number.
"""

import json
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from shared.aws import dynamo, write
from shared.aws.vault import lookup_hash
from shared.kernel.settings import settings
from shared.records.keys import members as members_keys
from shared.records.keys import search as keys
from shared.records.keys.search import ALL, Sort

from . import earlier_table
from .entries import Card, ListRow, account_entry, entries


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """An entry: its sort key and its member's row as JSON, which is parsed only where needed."""

    sk: str
    text: str

    @property
    def member_id(self) -> str:
        return keys.member_of(self.sk)

    def row(self) -> ListRow:
        return cast(ListRow, json.loads(self.text))


def read_list(
    office: str = ALL,
    status: str = ALL,
    sort: Sort = "name",
    *,
    limit: int | None = None,
    after: str | None = None,
    descending: bool = False,
) -> list[SearchEntry]:
    """A page of a sorted list, behind the sort key `after`; all of it without a limit."""
    pk = keys.list_partition(office, status, sort)
    items = _query(pk, limit=limit, after=after, descending=descending)
    return [SearchEntry(str(item["sk"]), str(item["row"])) for item in items]


def read_range(pk: str, prefix: str, *, limit: int, after: str | None) -> list[SearchEntry]:
    """A page of the entries whose sort keys begin with a prefix, behind the sort key `after`.

    The rows behind pointers are fetched in one more call.
    """
    beginning = dynamo.Prefix(prefix) if prefix else None
    items = _query(pk, beginning, limit=limit, after=after)
    pointed = _rows_of({str(item["member_id"]) for item in items if "member_id" in item})
    return [
        SearchEntry(str(item["sk"]), str(item.get("row") or pointed[str(item["member_id"])]))
        for item in items
    ]


def is_empty() -> bool:
    """Whether there is no member yet."""
    return not read_list(sort="member_no", limit=1)


def born_on(day: date) -> list[ListRow]:
    """Members with a birthday on a day; one of 29 February is on the 28th in common years."""
    birthdays = [f"{day:%m-%d}"]
    if birthdays == ["02-28"] and not isleap(day.year):
        birthdays.append("02-29")
    partitions = map(keys.birthday_partition, birthdays)
    items = [item for pk in partitions for item in _query(pk)]
    return [json.loads(str(item["row"])) for item in items]


def change_writes(before: Card | None, after: Card) -> list[write.Write]:
    """The writes from a member's entries to those of another card; all of them without `before`."""
    old = _by_key(before) if before else {}
    new = _by_key(after)
    if before and not before.in_search_table:
        return [write.put(_table(), e) for e in new.values()] + earlier_table.deletes(old, new)
    deleted = [write.delete(_table(), key) for key in old.keys() - new.keys()]
    return [*deleted, *(write.put(_table(), e) for k, e in new.items() if old.get(k) != e)]


def delete_writes(card: Card) -> list[write.Write]:
    """The writes that delete all entries of a card."""
    found = _by_key(card)
    if not card.in_search_table:
        return earlier_table.deletes(found)
    return [write.delete(_table(), key) for key in found]


def put_account(account_no: str, member_id: str) -> write.Write:
    """The write of the entry by which an account number is found."""
    return write.put(_table(), account_entry(account_no, member_id))


def delete_account(account_no: str, member_id: str) -> list[write.Write]:
    """The writes that delete the entry of an account number."""
    key = _key(account_entry(account_no, member_id))
    earlier = [] if earlier_table.is_gone() else earlier_table.deletes([key])
    return [write.delete(_table(), key), *earlier]


def _table() -> str:
    return settings().search_table


def _query(
    pk: str,
    sk: dynamo.Prefix | None = None,
    *,
    limit: int | None = None,
    after: str | None = None,
    descending: bool = False,
) -> list[dynamo.Item]:
    """Entries of a partition, wherever they lie."""

    def of(table: str) -> list[dynamo.Item]:
        return dynamo.query(table, pk, sk, limit=limit, after=after, descending=descending)

    if earlier_table.is_gone():
        return of(_table())
    earlier = of(settings().members_table)
    return earlier_table.merged(earlier, of(_table()), descending=descending)[:limit]


def _by_key(card: Card) -> dict[dynamo.Key, dynamo.Item]:
    return {_key(entry): entry for entry in entries(card, lookup_hash)}


def _key(entry: dynamo.Item) -> dynamo.Key:
    return str(entry["pk"]), str(entry["sk"])


def _rows_of(member_ids: Iterable[str]) -> dict[str, str]:
    """List rows as JSON by member, from their cards."""
    table = settings().members_table
    wanted = [(table, members_keys.card(member_id)) for member_id in sorted(member_ids)]
    found = dynamo.batch_get(wanted) if wanted else []
    rows = (Card.from_doc(str(item["doc"])).row for item in found if item)
    return {row["member_id"]: json.dumps(row, ensure_ascii=False) for row in rows}
