"""The keys of the contacts table, and its index by phone number."""

from typing import Literal

from shared.aws.dynamo import Index
from shared.aws.items import Key

from .partitions import partition

CONTACTS = "CONTACT#"
"""What the sort keys of contacts, consents and their version begin with."""
TIMELINE = "TIMELINE#"
"""What the sort keys of the timeline begin with."""
EMAILS = f"{CONTACTS}email#"
BY_PHONE = Index("by_phone", "e164", "member_id")
"""Who has a number (E.164)?"""

ContactKind = Literal["phone", "email", "address"]

_VERSION = f"{CONTACTS}VERSION"


def version(member_id: str) -> Key:
    """The version on which every change of a member's contacts is conditional."""
    return partition(member_id), _VERSION


def is_version(sort_key: str) -> bool:
    """Whether this is the sort key of a version."""
    return sort_key == _VERSION


def contact(member_id: str, kind: ContactKind, contact_id: str) -> Key:
    """A phone, an e-mail or an address."""
    return partition(member_id), f"{CONTACTS}{kind}#{contact_id}"


def consent(member_id: str, channel: str) -> Key:
    """What a member said about a channel."""
    return partition(member_id), f"{CONTACTS}consent#{channel}"


def undeliverable(member_id: str, number: str) -> Key:
    """Since when nothing can be delivered to a number (E.164) of a member."""
    return partition(member_id), f"{CONTACTS}mark#{number.removeprefix('+')}"


def kind_and_id(sort_key: str) -> tuple[str, str]:
    """(kind of the item, the contact's id, the consent's channel or the number's digits)."""
    _, kind, own_id = sort_key.split("#")
    return kind, own_id


def interaction(member_id: str, at: str, interaction_id: str) -> Key:
    """An entry of the timeline, at a UTC ISO 8601 time."""
    return partition(member_id), f"{TIMELINE}{at}#{interaction_id}"


def interaction_date(sort_key: str) -> str:
    """The UTC date of an entry of the timeline."""
    return sort_key.removeprefix(TIMELINE)[:10]
