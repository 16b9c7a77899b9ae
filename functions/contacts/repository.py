"""The contacts table: a member's Book and timeline."""

import json
from dataclasses import asdict
from typing import cast

from shared import dynamo, member_card, write
from shared.settings import settings
from shared.timeline import PREFIX

from .rules import Address, Book, Channel, Consent, Contact, Email, Phone

BOOK_GUARD = "book"

_VERSION = "CONTACT#VERSION"
_KINDS: dict[str, type[Contact]] = {"phone": Phone, "email": Email, "address": Address}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _table() -> str:
    return settings().contacts_table


def load(member_id: str) -> Book:
    """All contacts in one Query; an empty Book as well where there is no such member."""
    version = 0
    entries: list[Contact] = []
    consents: list[tuple[Channel, Consent]] = []
    for item in dynamo.query(_table(), member_card.partition(member_id), dynamo.Prefix("CONTACT#")):
        if item["sk"] == _VERSION:
            version = int(item["v"])
            continue
        _, kind, key = str(item["sk"]).split("#")
        fields = json.loads(str(item["doc"]))
        if kind == "consent":
            consents.append((cast(Channel, key), Consent(**fields)))
        else:
            entries.append(_KINDS[kind](id=key, **fields))
    return Book(version, tuple(sorted(entries, key=lambda e: e.id)), tuple(consents))


def save(member_id: str, old: Book, new: Book) -> list[write.Write]:
    """The writes from one Book to the next, refused (guard `book`) if somebody was faster."""
    before, after = _items(member_id, old), _items(member_id, new)
    version: dynamo.Item = {
        "pk": member_card.partition(member_id),
        "sk": _VERSION,
        "v": old.version + 1,
    }
    if old.version:
        own = write.put(_table(), version, version=old.version, guard=BOOK_GUARD)
    else:
        own = write.put(_table(), version, new=True, guard=BOOK_GUARD)
    gone = [write.delete(_table(), (str(version["pk"]), sk)) for sk in before.keys() - after]
    changed = [write.put(_table(), item) for sk, item in after.items() if before.get(sk) != item]
    return [own, *gone, *changed]


def _items(member_id: str, book: Book) -> dict[str, dynamo.Item]:
    pk = member_card.partition(member_id)
    items: dict[str, dynamo.Item] = {}
    for entry in book.entries:
        fields = asdict(entry)
        sk = f"CONTACT#{_NAMES[type(entry)]}#{fields.pop('id')}"
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(fields, ensure_ascii=False)}
        if isinstance(entry, Phone):
            items[sk] |= {"e164": entry.e164, "member_id": member_id}
    for channel, consent in book.consents:
        sk = f"CONTACT#consent#{channel}"
        items[sk] = {"pk": pk, "sk": sk, "doc": json.dumps(asdict(consent), ensure_ascii=False)}
    return items


def timeline(member_id: str, limit: int, after: str | None) -> list[tuple[str, str]]:
    """(sort key, InteractionRow as JSON), newest first, behind the sort key `after`."""
    items = dynamo.query(
        _table(),
        member_card.partition(member_id),
        dynamo.Prefix(PREFIX),
        limit=limit,
        after=after,
        descending=True,
    )
    return [(str(item["sk"]), str(item["doc"])) for item in items]
