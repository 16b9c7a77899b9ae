"""The keys of the members table; those of the search table are in keys/search.py. Pure."""

from typing import Literal

from shared.aws.items import Key

from .partitions import partition

PROFILE = "PROFILE"
_CARD = "CARD"
COUNTS = "COUNTS"
"""The partition of the counters."""
MEMBER_NO_SEQUENCE: Key = ("SEQUENCE", "MEMBER_NO")

Unique = Literal["member_no", "nik"]


def profile(member_id: str) -> Key:
    """A member's profile."""
    return partition(member_id), PROFILE


def card(member_id: str) -> Key:
    """A member's card (shared/records/member_card.py)."""
    return partition(member_id), _CARD


def is_card(sort_key: str) -> bool:
    """Whether an item is a card."""
    return sort_key == _CARD


def counted(member_id: str) -> Key:
    """The counter under which a member is counted."""
    return partition(member_id), "COUNTED"


def counter(office: str, status: str) -> str:
    """A number of members; until 0.2.0 its sort key in the partition COUNTS."""
    return f"{office}#{status}"


def counter_part(counter: str, part: int) -> str:
    """The sort key of one part of a counter; the number is the sum of all of them."""
    return f"{counter}#{part}"


def office_and_status(sort_key: str) -> tuple[str, str]:
    """Of a counter or its part."""
    office, status, *_ = sort_key.split("#")
    return office, status


def guard(field: Unique, value: str) -> Key:
    """What makes a folded member number, or the hash of a NIK, unique."""
    return f"U#{field}#{value}", "U"
