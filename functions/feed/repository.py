"""Links of the feed's table: what a core system's id stands for here, and its last message.

A link is written in the transaction of the change that its message brings, on condition that it
still has the sequence that was read. So a message changes something at most once, however often
and in whatever order messages arrive.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.aws import dynamo, write
from shared.aws.vault import fingerprint
from shared.kernel.settings import settings
from shared.records import migrations
from shared.records.keys import feed as keys

from . import migration
from .schemas import FeedKind

LINK_GUARD = "link"
_KEYS_PER_CALL = 100


@dataclass(frozen=True, slots=True)
class Link:
    """What an id of a core system stands for.

    `sequence`: of the last message that was taken. `sapa_id`: the id of the member, account or
    transaction here; None for an entry whose first message already said that it is reversed.
    `content_hash`: of the last message's content; `terms_hash`: of those fields of an account's
    message from which a schedule follows. `account_id` and `reversed`: of entries only.
    `in_imports_table`: the link still lies where it lay until 0.2.0 (migration.py).
    """

    sequence: int
    sapa_id: str | None
    content_hash: str
    terms_hash: str | None = None
    account_id: str | None = None
    reversed: bool = False
    in_imports_table: bool = False


def load_links(source: str, kind: FeedKind, ids: Iterable[str]) -> dict[str, Link]:
    """The links of these core ids, in one call for each 100; ids without a link are absent."""
    wanted = list(dict.fromkeys(ids))
    if migrations.is_done(migration.NAME):
        return _load_links(settings().feed_table, source, kind, wanted)
    # In this order: a link that is moved between the two reads is found by the second.
    earlier = _load_links(settings().imports_table, source, kind, wanted, in_imports_table=True)
    return earlier | _load_links(settings().feed_table, source, kind, wanted)


def _load_links(
    table: str, source: str, kind: FeedKind, ids: Sequence[str], *, in_imports_table: bool = False
) -> dict[str, Link]:
    links: dict[str, Link] = {}
    for start in range(0, len(ids), _KEYS_PER_CALL):
        some = ids[start : start + _KEYS_PER_CALL]
        wanted = [(table, keys.link(kind, source, core_id)) for core_id in some]
        for core_id, item in zip(some, dynamo.batch_get(wanted), strict=True):
            if item:
                links[core_id] = _from_item(item, in_imports_table=in_imports_table)
    return links


def _from_item(item: dynamo.Item, *, in_imports_table: bool) -> Link:
    doc = json.loads(str(item["doc"]))
    return Link(
        sequence=int(item["v"]),
        sapa_id=doc["sapa_id"],
        content_hash=doc["mark"],
        terms_hash=doc.get("terms"),
        account_id=doc.get("account_id"),
        reversed=doc.get("reversed", False),
        in_imports_table=in_imports_table,
    )


def _to_doc(link: Link) -> str:
    optional = {
        "mark": link.content_hash,
        "terms": link.terms_hash,
        "account_id": link.account_id,
        "reversed": link.reversed,
    }
    present = {name: value for name, value in optional.items() if value}
    return json.dumps({"sapa_id": link.sapa_id, **present})


def save_link(
    source: str, kind: FeedKind, core_id: str, old: Link | None, new: Link
) -> write.Write:
    """The write of a link in place of the one that was read (guard `link`)."""
    pk, sk = keys.link(kind, source, core_id)
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": new.sequence, "doc": _to_doc(new)}
    table = settings().feed_table
    if old and not old.in_imports_table:
        return write.put(table, item, version=old.sequence, guard=LINK_GUARD)
    return write.put(table, item, new=True, guard=LINK_GUARD)


def content_hash(content: Any) -> str:
    """A keyed hash of a message's content (plain JSON values).

    Equal content has the same hash; what a hash stands for (a NIK, say) can neither be read back
    nor guessed.
    """
    return fingerprint("fed-message", json.dumps(content, sort_keys=True, default=str))
