"""How members can be reached: cards, consents and undeliverable numbers of many in few reads."""

import json
from collections.abc import Mapping, Sequence

from reminders import repository, rules
from reminders.message import ReminderChannel
from reminders.repository import TableKey
from reminders.rules import ConsentState, Recipient
from shared.aws import dynamo
from shared.domain import phones
from shared.kernel.settings import settings
from shared.records.keys import contacts as keys
from shared.records.keys.members import card as card_key
from shared.records.keys.partitions import partition
from shared.records.search_index.entries import Card

_CONSENTS: dict[ReminderChannel, str] = {
    "manual": "whatsapp",
    "whatsapp": "whatsapp",
    "console": "whatsapp",
    "email": "email",
}


def keys_of(member_id: str, channel: ReminderChannel) -> list[TableKey]:
    """What must be read to know how a member can be reached: the card and the consent."""
    return [_card_key(member_id), _consent_key(member_id, channel)]


def from_items(
    member_ids: Sequence[str],
    found: Mapping[TableKey, dynamo.Item | None],
    channel: ReminderChannel,
) -> dict[str, Recipient]:
    """How the members can be reached, from the items of `keys_of` each; unknown ones are left out.

    One more read for all of them (an e-mail address: one Query each).
    """
    cards = {
        member_id: Card.from_doc(str(item["doc"]))
        for member_id in member_ids
        if (item := found[_card_key(member_id)])
    }
    to = {
        member_id: _number_or_address(member_id, card, channel) for member_id, card in cards.items()
    }
    dead = _undeliverable({member_id: number for member_id, number in to.items() if number})
    return {
        member_id: Recipient(
            name=card.row["name"],
            office=card.row["office"],
            to=to[member_id],
            refusal=rules.refusal(
                channel,
                deceased=card.row["status"] == "deceased",
                consent=_consent_state(found[_consent_key(member_id, channel)]),
                to=to[member_id],
                dead=member_id in dead,
            ),
        )
        for member_id, card in cards.items()
    }


def _card_key(member_id: str) -> TableKey:
    return settings().members_table, card_key(member_id)


def _consent_key(member_id: str, channel: ReminderChannel) -> TableKey:
    return settings().contacts_table, keys.consent(member_id, _CONSENTS[channel])


def _consent_state(item: dynamo.Item | None) -> ConsentState:
    if item is None:
        return "unknown"
    return "granted" if json.loads(str(item["doc"]))["granted"] else "withdrawn"


def _number_or_address(member_id: str, card: Card, channel: ReminderChannel) -> str | None:
    """Where to write: the primary number if it is mobile, else the first mobile one; or an e-mail
    address.
    """
    if channel == "email":
        return _email(member_id)
    return next((number for number in card.phones if phones.is_mobile(number)), None)


def _email(member_id: str) -> str | None:
    items = dynamo.query(
        settings().contacts_table, partition(member_id), dynamo.Prefix(keys.EMAILS)
    )
    emails = sorted((json.loads(str(i["doc"])) for i in items), key=lambda e: not e["primary"])
    return emails[0]["address"] if emails else None


def _undeliverable(numbers: Mapping[str, str]) -> set[str]:
    """The members to whose number nothing can be delivered."""
    marks = {
        member_id: (settings().contacts_table, keys.undeliverable(member_id, number))
        for member_id, number in numbers.items()
    }
    found = repository.read_many(list(marks.values()))
    return {member_id for member_id, key in marks.items() if found[key]}
