"""What a core system's ids stand for here, and how far its messages have come.

A link is written in the transaction of the change that its message brings, and only over the
sequence that was read: so a message counts once, however often and in whatever order it comes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shared.aws import dynamo, write
from shared.aws.vault import fingerprint
from shared.kernel.settings import settings

from .schemas import FedKind

GUARD = "link"
_MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class Link:
    """`sapa_id` is ours, None for an entry that came as reversed before it came at all; `mark` is
    of the last message's content, `terms` of the part from which a schedule follows."""

    sequence: int
    sapa_id: str | None
    mark: str
    terms: str | None = None
    account_id: str | None = None
    reversed: bool = False


def read(source: str, kind: FedKind, ids: Iterable[str]) -> dict[str, Link]:
    """The links of these ids, by one call for each 100; those that have none are absent."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Link] = {}
    for start in range(0, len(wanted), _MOST_KEYS):
        some = wanted[start : start + _MOST_KEYS]
        keys = [(settings().imports_table, _key(source, kind, one)) for one in some]
        for one, item in zip(some, dynamo.batch_get(keys), strict=True):
            if item:
                found[one] = Link(int(item["v"]), **json.loads(str(item["doc"])))
    return found


def saved(source: str, kind: FedKind, core_id: str, old: Link | None, new: Link) -> write.Write:
    """The write of a link over the one that was read (guard `link`)."""
    pk, sk = _key(source, kind, core_id)
    told = {
        name: value
        for name in Link.__dataclass_fields__
        if name != "sequence" and ((value := getattr(new, name)) or name == "sapa_id")
    }
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": new.sequence, "doc": json.dumps(told)}
    table = settings().imports_table
    if old:
        return write.put(table, item, version=old.sequence, guard=GUARD)
    return write.put(table, item, new=True, guard=GUARD)


def mark(content: Any) -> str:
    """A keyed hash of a message's content (plain JSON values): equal ones are known, none can be
    read back or guessed."""
    return fingerprint("fed-message", json.dumps(content, sort_keys=True, default=str))


def _key(source: str, kind: FedKind, core_id: str) -> dynamo.Key:
    return f"CORE#{kind}#{source}#{core_id}", "LINK"
