"""A member's Book as the contacts table keeps it: reading it, and the one way to change it.

Each contact and consent is an item of its own. That nothing can be delivered to a number is an item
beside them, by the number and not by the phone's id, so that a sender writes it without reading the
Book; it is deleted with the number.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import cast

from shared.aws import dynamo, write
from shared.aws.items import Value
from shared.aws.retry import retry_on_conflict
from shared.domain.contact_book import (
    Address,
    Book,
    Channel,
    Consent,
    Contact,
    Email,
    Phone,
    Undeliverable,
    primary_first,
)
from shared.kernel.errors import NotFound
from shared.kernel.settings import settings

from . import member_card
from .keys import contacts as keys
from .keys.partitions import partition
from .search_index.entries import Card, ListRow

BOOK_GUARD = "book"

_KINDS: dict[keys.ContactKind, type[Contact]] = {"phone": Phone, "email": Email, "address": Address}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _table() -> str:
    return settings().contacts_table


def load(member_id: str) -> Book:
    """All contacts in one Query; an empty Book as well where there is no such member."""
    return from_items(dynamo.query(_table(), partition(member_id), dynamo.Prefix(keys.CONTACTS)))


def members_with_phone(number: str) -> list[str]:
    """The members who have this number (E.164), in one Query; a change shows within moments."""
    found = dynamo.query(_table(), number, index=keys.BY_PHONE)
    return [str(item["member_id"]) for item in found]


def from_items(items: Iterable[Mapping[str, Value]]) -> Book:
    """The Book that these items of a member's contacts make."""
    version = 0
    entries: list[Contact] = []
    consents: list[tuple[Channel, Consent]] = []
    undeliverable: dict[str, Undeliverable] = {}
    for item in items:
        if keys.is_version(str(item["sk"])):
            version = int(item["v"])
            continue
        kind, own_id = keys.kind_and_id(str(item["sk"]))
        fields = json.loads(str(item["doc"]))
        if kind == "consent":
            consents.append((cast(Channel, own_id), Consent(**fields)))
        elif kind == "mark":
            undeliverable[f"+{own_id}"] = Undeliverable(**fields)
        else:
            entries.append(_KINDS[cast(keys.ContactKind, kind)](id=own_id, **fields))
    found = (
        replace(entry, undeliverable=undeliverable.get(entry.e164))
        if isinstance(entry, Phone)
        else entry
        for entry in entries
    )
    return Book(version, tuple(sorted(found, key=lambda e: e.id)), tuple(consents))


def save(member_id: str, old: Book, new: Book) -> list[write.Write]:
    """The writes from one Book to the next, refused (guard `book`) if somebody was faster."""
    before, after = to_items(member_id, old), to_items(member_id, new)
    pk, sk = keys.version(member_id)
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": old.version + 1}
    if old.version:
        version = write.put(_table(), item, version=old.version, guard=BOOK_GUARD)
    else:
        version = write.put(_table(), item, new=True, guard=BOOK_GUARD)
    deleted = [write.delete(_table(), (pk, sk)) for sk in before.keys() - after]
    changed = [write.put(_table(), item) for sk, item in after.items() if before.get(sk) != item]
    cleared = [clear_undeliverable(member_id, n) for n in sorted(_numbers_to_clear(old, new))]
    return [version, *deleted, *changed, *cleared]


def delete_writes(member_id: str, old: Book) -> list[write.Write]:
    """The writes that delete all contacts and consents of this version (guard `book`)."""
    if not old.version:
        return []
    key = keys.version(member_id)
    version = write.delete(_table(), key, only={"v": old.version}, guard=BOOK_GUARD)
    items = [write.delete(_table(), (key[0], sk)) for sk in to_items(member_id, old)]
    return [version, *items, *(clear_undeliverable(member_id, p.e164) for p in old.of(Phone))]


def mark_undeliverable(member_id: str, number: str, found: Undeliverable) -> write.Write:
    """Nothing can be delivered to this number (E.164) of a member."""
    pk, sk = keys.undeliverable(member_id, number)
    return write.put(_table(), {"pk": pk, "sk": sk, "doc": json.dumps(asdict(found))})


def clear_undeliverable(member_id: str, number: str) -> write.Write:
    """Something was delivered to this number (E.164) after all, or it was given anew."""
    return write.delete(_table(), keys.undeliverable(member_id, number))


def _numbers_to_clear(old: Book, new: Book) -> set[str]:
    """The numbers that were given anew, or whose phone is deleted or no longer undeliverable."""
    before = {phone.e164: phone.undeliverable for phone in old.of(Phone)}
    after = {phone.e164: phone.undeliverable for phone in new.of(Phone)}
    cleared = {number for number, found in before.items() if found and not after.get(number)}
    return cleared | (after.keys() - before.keys())


def to_items(member_id: str, book: Book) -> dict[str, dynamo.Item]:
    """The items of a member's contacts and consents by their sort keys, without its version."""
    items: dict[str, dynamo.Item] = {}
    for entry in book.entries:
        fields = asdict(entry)
        fields.pop("undeliverable", None)
        pk, sk = keys.contact(member_id, _NAMES[type(entry)], fields.pop("id"))
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(fields, ensure_ascii=False)}
        if isinstance(entry, Phone):
            items[sk] |= {"e164": entry.e164, "member_id": member_id}
    for channel, consent in book.consents:
        pk, sk = keys.consent(member_id, channel)
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(asdict(consent), ensure_ascii=False)}
    return items


def rewrite(member_id: str, change: Callable[[Book], Book], extra: Sequence[write.Write]) -> Book:
    """The Book after `change`, written in one transaction with `extra`; no change is no write.

    Where a number is concerned, the member's card and search entries are written along. NotFound
    where there is no such member; Conflict where others were faster each time.
    """

    def work() -> Book:
        old = load(member_id)
        new = change(old)
        if new == old:
            return old
        try:
            dynamo.transact(
                [*save(member_id, old, new), *_card_writes(member_id, old, new), *extra]
            )
        except dynamo.ConditionFailed as failed:
            if "member" in failed.guards:
                raise NotFound("member", member_id) from failed
            raise
        return new

    return retry_on_conflict(work, busy=member_card.lost_race())


def _card_writes(member_id: str, old: Book, new: Book) -> list[write.Write]:
    if old.of(Phone) == new.of(Phone):
        return [member_card.exists(member_id)]
    card, version = member_card.read(member_id)
    return member_card.writes(card, card_with(card, new.of(Phone)), version)


def card_with(card: Card, phones: Sequence[Phone]) -> Card:
    """The member's card with these numbers: lists show the primary one."""
    numbers = tuple(phone.e164 for phone in primary_first(phones))
    row: ListRow = {**card.row, "phone": numbers[0] if numbers else None}
    return replace(card, row=row, phones=numbers)
