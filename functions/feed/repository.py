"""What a core system's ids stand for here, and how far its messages have come.

A link is written in the transaction of the change that its message brings, and only over the
sequence that was read: so a message counts once, however often and in whatever order it comes.
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
from .schemas import FedKind

GUARD = "link"
_MOST_KEYS = 100
_NOT_KEPT = {"sequence", "earlier"}


@dataclass(frozen=True, slots=True)
class Link:
    """`sapa_id` is ours, None for an entry that came as reversed before it came at all; `mark` is
    of the last message's content, `terms` of the part from which a schedule follows. `earlier`: it
    still lies in the imports table (migration.py)."""

    sequence: int
    sapa_id: str | None
    mark: str
    terms: str | None = None
    account_id: str | None = None
    reversed: bool = False
    earlier: bool = False


def read(source: str, kind: FedKind, ids: Iterable[str]) -> dict[str, Link]:
    """The links of these ids, by one call for each 100; those that have none are absent."""
    wanted = list(dict.fromkeys(ids))
    if migrations.is_done(migration.NAME):
        return _read(settings().feed_table, source, kind, wanted)
    # In this order: a link that is moved between the two reads is found by the second.
    earlier = _read(settings().imports_table, source, kind, wanted, earlier=True)
    return earlier | _read(settings().feed_table, source, kind, wanted)


def _read(
    table: str, source: str, kind: FedKind, ids: Sequence[str], *, earlier: bool = False
) -> dict[str, Link]:
    found: dict[str, Link] = {}
    for start in range(0, len(ids), _MOST_KEYS):
        some = ids[start : start + _MOST_KEYS]
        wanted = [(table, keys.link(kind, source, one)) for one in some]
        for one, item in zip(some, dynamo.batch_get(wanted), strict=True):
            if item:
                kept = json.loads(str(item["doc"]))
                found[one] = Link(int(item["v"]), **kept, earlier=earlier)
    return found


def saved(source: str, kind: FedKind, core_id: str, old: Link | None, new: Link) -> write.Write:
    """The write of a link over the one that was read (guard `link`)."""
    pk, sk = keys.link(kind, source, core_id)
    told = {
        name: value
        for name in Link.__dataclass_fields__
        if name not in _NOT_KEPT and ((value := getattr(new, name)) or name == "sapa_id")
    }
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": new.sequence, "doc": json.dumps(told)}
    table = settings().feed_table
    if old and not old.earlier:
        return write.put(table, item, version=old.sequence, guard=GUARD)
    return write.put(table, item, new=True, guard=GUARD)


def mark(content: Any) -> str:
    """A keyed hash of a message's content (plain JSON values): equal ones are known, none can be
    read back or guessed."""
    return fingerprint("fed-message", json.dumps(content, sort_keys=True, default=str))
