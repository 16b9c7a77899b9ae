"""The keys of the contacts table, and its index by phone number. Pure."""

from shared.aws.items import Index, Key

from .partitions import partition

CONTACTS = "CONTACT#"
"""What the sort keys of contacts, consents and their version begin with."""
EMAILS = f"{CONTACTS}email#"
BY_PHONE = Index("by_phone", "e164", "member_id")
"""Who has a number (E.164)?"""


def consent(member_id: str, channel: str) -> Key:
    """What a member said about a channel."""
    return partition(member_id), f"{CONTACTS}consent#{channel}"


def undeliverable(member_id: str, number: str) -> Key:
    """Since when nothing can be delivered to a number (E.164) of a member."""
    return partition(member_id), f"{CONTACTS}mark#{number.removeprefix('+')}"
