"""How members can be reached: cards, consents and marks of many in few reads."""

import json
from collections.abc import Sequence

from reminders import rules
from reminders.message import Channel
from reminders.rules import Consent, Reach
from shared.aws import dynamo
from shared.domain import phones
from shared.kernel.settings import settings
from shared.records.keys import contacts as contacts_keys
from shared.records.keys import members as members_keys
from shared.records.keys.partitions import partition
from shared.records.search_index.entries import Card

MOST = 100

_CONSENTS: dict[Channel, str] = {
    "manual": "whatsapp",
    "whatsapp": "whatsapp",
    "console": "whatsapp",
    "email": "email",
}

Wanted = tuple[str, dynamo.Key]


def batch(keys: Sequence[Wanted]) -> list[dynamo.Item | None]:
    """Any number of different items, 100 a call, in the order asked for."""
    return [
        item
        for start in range(0, len(keys), MOST)
        for item in dynamo.batch_get(keys[start : start + MOST])
    ]


def keys_of(member_id: str, channel: Channel) -> list[Wanted]:
    """What must be read to know how a member can be reached: two items."""
    consent = contacts_keys.consent(member_id, _CONSENTS[channel])
    return [
        (settings().members_table, members_keys.card(member_id)),
        (settings().contacts_table, consent),
    ]


def reaches(
    member_ids: Sequence[str], found: Sequence[dynamo.Item | None], channel: Channel
) -> dict[str, Reach]:
    """How the members can be reached, from the items of `keys_of` each; unknown ones are left out.

    One more read for all of them (an e-mail address: one Query each).
    """
    cards = {
        member_id: Card.from_doc(str(card["doc"]))
        for member_id, card in zip(member_ids, found[::2], strict=True)
        if card
    }
    consents = {
        member_id: _consent(item) for member_id, item in zip(member_ids, found[1::2], strict=True)
    }
    to = {member_id: _recipient(member_id, card, channel) for member_id, card in cards.items()}
    dead = _dead({member_id: number for member_id, number in to.items() if number})
    return {
        member_id: Reach(
            name=card.row["name"],
            office=card.row["office"],
            to=to[member_id],
            refusal=rules.refusal(
                channel,
                deceased=card.row["status"] == "deceased",
                consent=consents[member_id],
                to=to[member_id],
                dead=member_id in dead,
            ),
        )
        for member_id, card in cards.items()
    }


def _consent(item: dynamo.Item | None) -> Consent:
    if item is None:
        return "unknown"
    return "granted" if json.loads(str(item["doc"]))["granted"] else "withdrawn"


def _recipient(member_id: str, card: Card, channel: Channel) -> str | None:
    """The number to write to: the primary if it is mobile, else the first mobile one."""
    if channel == "email":
        return _email(member_id)
    return next((number for number in card.phones if phones.is_mobile(number)), None)


def _email(member_id: str) -> str | None:
    items = dynamo.query(
        settings().contacts_table, partition(member_id), dynamo.Prefix(contacts_keys.EMAILS)
    )
    emails = sorted((json.loads(str(i["doc"])) for i in items), key=lambda e: not e["primary"])
    return emails[0]["address"] if emails else None


def _dead(numbers: dict[str, str]) -> set[str]:
    """The members to whose number nothing can be delivered."""
    keys = [
        (settings().contacts_table, contacts_keys.undeliverable(member_id, number))
        for member_id, number in numbers.items()
    ]
    marks = zip(numbers, batch(keys), strict=True)
    return {member_id for member_id, mark in marks if mark}
