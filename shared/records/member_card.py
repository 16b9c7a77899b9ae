"""A member's card and the writes that keep its entries true.

It lies in the members table, and is written by whichever room changes a name, a status or a phone,
in that room's own transaction.
"""

import json
from calendar import isleap
from collections.abc import Sequence
from datetime import date

from shared.aws import dynamo, write
from shared.aws.vault import lookup_hash
from shared.kernel.caller import Caller
from shared.kernel.errors import Conflict, Forbidden, NotFound
from shared.kernel.ids import known_id
from shared.kernel.settings import settings

from .keys.partitions import partition
from .search_entries import Card, Row, birthday_pk, entries

GUARD = "card"
PROFILE = "PROFILE"


def card_key(member_id: str) -> dynamo.Key:
    """Where a card lies in the members table."""
    return partition(member_id), "CARD"


def read(member_id: str) -> tuple[Card, int]:
    """(card, its version), or NotFound."""
    known_id("member", member_id)
    item = dynamo.get(settings().members_table, card_key(member_id))
    if item is None:
        raise NotFound("member", member_id)
    return Card.from_doc(str(item["doc"])), int(item["v"])


def born_on(day: date) -> list[Row]:
    """Members with a birthday on a day; one of 29 February is on the 28th in common years."""
    birthdays = [f"{day:%m-%d}"]
    if birthdays == ["02-28"] and not isleap(day.year):
        birthdays.append("02-29")
    table = settings().members_table
    items = [item for one in birthdays for item in dynamo.query(table, birthday_pk(one))]
    return [json.loads(str(item["row"])) for item in items]


def require_member(member_id: str) -> None:
    """NotFound unless there is such a member: what an empty panel asks."""
    read(member_id)


def require_visible(caller: Caller, member_id: str) -> None:
    """Forbidden where the caller is bound to other offices than the member's; unbound: no read."""
    known_id("member", member_id)
    if caller.offices and not caller.may_see(read(member_id)[0].row["office"]):
        raise Forbidden("member", "other_office", member_id)


def offices(member_ids: Sequence[str]) -> dict[str, str | None]:
    """The office of each of up to 100 members, in one call."""
    keys = [(settings().members_table, card_key(member_id)) for member_id in member_ids]
    found = [Card.from_doc(str(item["doc"])).row for item in dynamo.batch_get(keys) if item]
    return {row["member_id"]: row["office"] for row in found}


def exists(member_id: str) -> write.Write:
    """A condition of a transaction: there is such a member (guard `member`)."""
    return write.require(settings().members_table, (partition(member_id), PROFILE), "member")


def writes(old: Card | None, new: Card, version: int) -> list[write.Write]:
    """The writes of the card and of the entries that change; `version` is the old card's."""
    table = settings().members_table
    pk, sk = card_key(new.row["member_id"])
    card: dynamo.Item = {"pk": pk, "sk": sk, "v": version + 1, "doc": new.to_doc()}
    before = {(e["pk"], e["sk"]): e for e in entries(old, lookup_hash)} if old else {}
    after = {(e["pk"], e["sk"]): e for e in entries(new, lookup_hash)}
    gone = [write.delete(table, (str(k[0]), str(k[1]))) for k in before.keys() - after.keys()]
    changed = [write.put(table, e) for k, e in after.items() if before.get(k) != e]
    if old:
        own = write.put(table, card, version=version, guard=GUARD)
    else:
        own = write.put(table, card, new=True, guard=GUARD)
    return [own, *gone, *changed]


def gone(old: Card, version: int) -> list[write.Write]:
    """The writes that delete a card of this version and its entries."""
    table = settings().members_table
    own = write.delete(table, card_key(old.row["member_id"]), only={"v": version}, guard=GUARD)
    keys = ((str(entry["pk"]), str(entry["sk"])) for entry in entries(old, lookup_hash))
    return [own, *(write.delete(table, key) for key in keys)]


def lost_race() -> Conflict:
    """What to raise when the card's guard failed: somebody else changed the member meanwhile."""
    return Conflict("version", "changed_meanwhile")
