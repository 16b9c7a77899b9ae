"""The keys of the members table; those of the search index are in keys/search.py. Pure."""

from typing import Literal

from shared.aws.items import Key

from .partitions import partition

PROFILE = "PROFILE"
COUNTS = "COUNTS"
"""The partition of the counters."""
MEMBER_NO_SEQUENCE: Key = ("SEQUENCE", "MEMBER_NO")

Unique = Literal["member_no", "nik"]


def profile(member_id: str) -> Key:
    """A member's profile."""
    return partition(member_id), PROFILE


def card(member_id: str) -> Key:
    """A member's card (shared/records/member_card.py)."""
    return partition(member_id), "CARD"


def counted(member_id: str) -> Key:
    """The counter under which a member is counted."""
    return partition(member_id), "COUNTED"


def counter(office: str, status: str) -> str:
    """The sort key, in the partition COUNTS, of a number of members."""
    return f"{office}#{status}"


def guard(field: Unique, value: str) -> Key:
    """What makes a folded member number, or the hash of a NIK, unique."""
    return f"U#{field}#{value}", "U"
