"""A member's card, which is written with the entries of the search index that follow from it.

It lies in the members table, and is written by whichever room changes a name, a status or a phone,
in that room's own transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from shared.aws import dynamo, write
from shared.kernel.caller import Caller
from shared.kernel.errors import Conflict, Forbidden, NotFound
from shared.kernel.ids import checked_id
from shared.kernel.settings import settings

from .keys import members as keys
from .search_index import table as search_table
from .search_index.entries import Card

GUARD = "card"
_AT_ONCE = 100


def read(member_id: str) -> tuple[Card, int]:
    """(card, its version), or NotFound."""
    found = _find(member_id)
    if found is None:
        raise NotFound("member", member_id)
    return found


def _find(member_id: str) -> tuple[Card, int] | None:
    checked_id("member", member_id)
    item = dynamo.get(settings().members_table, keys.card(member_id))
    return (Card.from_doc(str(item["doc"])), int(item["v"])) if item else None


def read_many(member_ids: Sequence[str]) -> dict[str, Card]:
    """Cards by member, of 100 in one call; those of unknown members are absent."""
    found: dict[str, Card] = {}
    for start in range(0, len(member_ids), _AT_ONCE):
        some = member_ids[start : start + _AT_ONCE]
        items = dynamo.batch_get([(settings().members_table, keys.card(one)) for one in some])
        found |= {
            one: Card.from_doc(str(item["doc"]))
            for one, item in zip(some, items, strict=True)
            if item
        }
    return found


def require_member(member_id: str) -> None:
    """NotFound unless there is such a member: for panels that found nothing to show."""
    read(member_id)


def require_visible(caller: Caller, member_id: str) -> None:
    """Forbidden where the member is not in the caller's offices: one read, of the unbound none."""
    checked_id("member", member_id)
    if caller.offices:
        visible(caller, member_id)


def visible(caller: Caller, member_id: str) -> Card:
    """A member's card, or the refusal as in require_visible; NotFound for the unbound."""
    found = _find(member_id)
    refuse_unseen(caller, member_id, found[0] if found else None)
    if found is None:
        raise NotFound("member", member_id)
    return found[0]


def refuse_unseen(caller: Caller, member_id: str, card: Card | None) -> None:
    """Forbidden for who is bound to other offices than the card's; to them a member who is not
    there (None) is answered the same, so that nobody learns who is elsewhere."""
    if caller.offices and not (card and caller.may_see(card.row["office"])):
        raise Forbidden("member", "other_office", member_id)


def require_left(member_id: str) -> None:
    """Conflict where the member has neither left nor died."""
    if not read(member_id)[0].has_left:
        raise Conflict("account_id", "kept_while_member")


def offices(member_ids: Sequence[str]) -> dict[str, str | None]:
    """The office of each member, of 100 in one call; unknown members are absent."""
    return {one: card.row["office"] for one, card in read_many(member_ids).items()}


def exists(member_id: str) -> write.Write:
    """A condition of a transaction: there is such a member (guard `member`)."""
    return write.require(settings().members_table, keys.profile(member_id), "member")


def writes(old: Card | None, new: Card, version: int) -> list[write.Write]:
    """The writes of the card (guard `card`) and of the entries that change; `version` is the old
    card's, 0 where there is none. Entries that are not in the search table move there."""
    new = replace(new, in_search_table=True)
    table = settings().members_table
    pk, sk = keys.card(new.row["member_id"])
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": version + 1, "doc": new.to_doc()}
    if old:
        card = write.put(table, item, version=version, guard=GUARD)
    else:
        card = write.put(table, item, new=True, guard=GUARD)
    return [card, *search_table.change_writes(old, new)]


def delete_writes(old: Card, version: int) -> list[write.Write]:
    """The writes that delete a card of this version (guard `card`) and its entries."""
    key = keys.card(old.row["member_id"])
    card = write.delete(settings().members_table, key, only={"v": version}, guard=GUARD)
    return [card, *search_table.delete_writes(old)]


def lost_race() -> Conflict:
    """The refusal for a failed guard of the card: somebody else changed the member meanwhile."""
    return Conflict("version", "changed_meanwhile")
