"""What the members table keeps of a member. Pure."""

from typing import NamedTuple

from pydantic import BaseModel

from shared.records.search_index.entries import Card


class Profile(BaseModel, frozen=True):
    """A member as stored: dates as text, the NIK encrypted (context: the member's id)."""

    birth_date: str | None
    gender: str | None
    occupation: str | None
    nik_encrypted: str | None
    created_at: str
    updated_at: str
    status: str
    office: str | None


class StoredMember(BaseModel, frozen=True):
    """A profile with its card, and their versions."""

    profile: Profile
    version: int
    card: Card
    card_version: int


class Counted(NamedTuple):
    """As what a member is counted: at which version of the profile, and under which counter."""

    version: int = 0
    counter: str | None = None


NOT_COUNTED = Counted()
