"""A member's Book, as the contacts table keeps it: reading it, and one step to the next.

Each contact and consent is an item of its own. What was found out by sending to a number lies
beside them (`CONTACT#mark#<digits>`), by the number and not by the phone's id, so that a sender
writes it without reading the Book; with the number it goes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import cast

from shared.aws import dynamo, write
from shared.aws.items import Value
from shared.aws.retry import attempts
from shared.domain.contact_book import (
    Address,
    Book,
    Channel,
    Consent,
    Contact,
    Email,
    Phone,
    Undeliverable,
    in_order,
)
from shared.kernel.errors import NotFound
from shared.kernel.settings import settings

from . import member_card
from .keys.partitions import partition
from .search_entries import Card, Row

BOOK_GUARD = "book"

PREFIX = "CONTACT#"
_VERSION = "CONTACT#VERSION"
_MARK = "CONTACT#mark#"
_KINDS: dict[str, type[Contact]] = {"phone": Phone, "email": Email, "address": Address}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _table() -> str:
    return settings().contacts_table


def load(member_id: str) -> Book:
    """All contacts in one Query; an empty Book as well where there is no such member."""
    return from_items(dynamo.query(_table(), partition(member_id), dynamo.Prefix(PREFIX)))


def from_items(items: Iterable[Mapping[str, Value]]) -> Book:
    """Read the items of a member's contacts."""
    version = 0
    entries: list[Contact] = []
    consents: list[tuple[Channel, Consent]] = []
    marks: dict[str, Undeliverable] = {}
    for item in items:
        if item["sk"] == _VERSION:
            version = int(item["v"])
            continue
        _, kind, key = str(item["sk"]).split("#")
        fields = json.loads(str(item["doc"]))
        if kind == "consent":
            consents.append((cast(Channel, key), Consent(**fields)))
        elif kind == "mark":
            marks[f"+{key}"] = Undeliverable(**fields)
        else:
            entries.append(_KINDS[kind](id=key, **fields))
    marked = (
        replace(entry, undeliverable=marks.get(entry.e164)) if isinstance(entry, Phone) else entry
        for entry in entries
    )
    return Book(version, tuple(sorted(marked, key=lambda e: e.id)), tuple(consents))


def save(member_id: str, old: Book, new: Book) -> list[write.Write]:
    """The writes from one Book to the next, refused (guard `book`) if somebody was faster."""
    before, after = to_items(member_id, old), to_items(member_id, new)
    version: dynamo.Item = {
        "pk": partition(member_id),
        "sk": _VERSION,
        "v": old.version + 1,
    }
    if old.version:
        own = write.put(_table(), version, version=old.version, guard=BOOK_GUARD)
    else:
        own = write.put(_table(), version, new=True, guard=BOOK_GUARD)
    gone = [write.delete(_table(), (str(version["pk"]), sk)) for sk in before.keys() - after]
    changed = [write.put(_table(), item) for sk, item in after.items() if before.get(sk) != item]
    unmarked = [unmark(member_id, number) for number in sorted(_unmarked(old, new))]
    return [own, *gone, *changed, *unmarked]


def gone(member_id: str, old: Book) -> list[write.Write]:
    """The writes that delete all contacts and consents of this version (guard `book`)."""
    if not old.version:
        return []
    pk = partition(member_id)
    own = write.delete(_table(), (pk, _VERSION), only={"v": old.version}, guard=BOOK_GUARD)
    items = [write.delete(_table(), (pk, sk)) for sk in to_items(member_id, old)]
    return [own, *items, *(unmark(member_id, phone.e164) for phone in old.of(Phone))]


def mark(member_id: str, number: str, found: Undeliverable) -> write.Write:
    """Nothing can be delivered to this number (E.164) of a member."""
    pk, sk = _mark_key(member_id, number)
    return write.put(_table(), {"pk": pk, "sk": sk, "doc": json.dumps(asdict(found))})


def unmark(member_id: str, number: str) -> write.Write:
    """Something was delivered to this number after all, or it was given anew."""
    return write.delete(_table(), _mark_key(member_id, number))


def _mark_key(member_id: str, number: str) -> dynamo.Key:
    return partition(member_id), f"{_MARK}{number.removeprefix('+')}"


def _unmarked(old: Book, new: Book) -> set[str]:
    """The numbers that were given anew, or whose phone and mark are gone."""
    before = {phone.e164: phone.undeliverable for phone in old.of(Phone)}
    after = {phone.e164: phone.undeliverable for phone in new.of(Phone)}
    gone = {number for number, found in before.items() if found and not after.get(number)}
    return gone | (after.keys() - before.keys())


def to_items(member_id: str, book: Book) -> dict[str, dynamo.Item]:
    """The items of a member's contacts and consents by their sort keys, without its version."""
    pk = partition(member_id)
    items: dict[str, dynamo.Item] = {}
    for entry in book.entries:
        fields = asdict(entry)
        fields.pop("undeliverable", None)
        sk = f"CONTACT#{_NAMES[type(entry)]}#{fields.pop('id')}"
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(fields, ensure_ascii=False)}
        if isinstance(entry, Phone):
            items[sk] |= {"e164": entry.e164, "member_id": member_id}
    for channel, consent in book.consents:
        sk = f"CONTACT#consent#{channel}"
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(asdict(consent), ensure_ascii=False)}
    return items


def rewrite(member_id: str, change: Callable[[Book], Book], extra: Sequence[write.Write]) -> Book:
    """The Book after `change`, written in one transaction with `extra`; no change is no write.

    Where a number is concerned, the member's card and search entries are written along.
    """
    for _ in attempts():
        old = load(member_id)
        new = change(old)
        if new == old:
            return old
        writes = [*save(member_id, old, new), *_card_writes(member_id, old, new), *extra]
        try:
            dynamo.transact(writes)
        except dynamo.ConditionFailed as failed:
            if "member" in failed.guards:
                raise NotFound("member", member_id) from failed
        except dynamo.Contended:
            pass
        else:
            return new
    raise member_card.lost_race()


def _card_writes(member_id: str, old: Book, new: Book) -> list[write.Write]:
    if old.of(Phone) == new.of(Phone):
        return [member_card.exists(member_id)]
    card, version = member_card.read(member_id)
    return member_card.writes(card, card_with(card, new.of(Phone)), version)


def card_with(card: Card, phones: Sequence[Phone]) -> Card:
    """The member's card with these numbers: lists show the primary one."""
    numbers = tuple(phone.e164 for phone in in_order(phones))
    row: Row = {**card.row, "phone": numbers[0] if numbers else None}
    return replace(card, row=row, phones=numbers)
