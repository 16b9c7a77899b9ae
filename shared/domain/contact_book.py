"""A member's contacts and consents: what they are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

Channel = Literal["whatsapp", "phone", "email", "letter"]
CHANNELS: tuple[Channel, ...] = ("whatsapp", "phone", "email", "letter")
State = Literal["granted", "withdrawn", "unknown"]


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """Since when (UTC) nothing can be delivered to a number, and the reason, a code."""

    at: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """What phones, e-mails and addresses have in common; of each kind at most one is primary."""

    id: str
    label: str | None = None
    primary: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Phone(Contact):
    """A number in E.164, as people write it, and whether it can have WhatsApp.

    `undeliverable` is what was found out by sending to it; a number given anew has none.
    """

    e164: str
    display: str
    mobile: bool
    undeliverable: Undeliverable | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Email(Contact):
    """An e-mail address as it was given."""

    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Address(Contact):
    """A postal address; RT and RW are text of three digits, the postal code of five."""

    street: str
    rt: str | None = None
    rw: str | None = None
    village: str | None = None
    district: str | None = None
    regency: str | None = None
    province: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """Proof of what was said about one channel (UU PDP 27/2022, art. 24): when, who, from where."""

    granted: bool
    at: str
    by: str
    source: str | None = None
    note: str | None = None


AnyContact = TypeVar("AnyContact", bound=Contact)


@dataclass(frozen=True, slots=True)
class Book:
    """All contacts of a member, oldest first; `version` is 0 before the first."""

    version: int = 0
    entries: tuple[Contact, ...] = ()
    consents: tuple[tuple[Channel, Consent], ...] = ()

    def of(self, kind: type[AnyContact]) -> tuple[AnyContact, ...]:
        """The phones, the e-mails or the addresses."""
        return tuple(entry for entry in self.entries if isinstance(entry, kind))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The phones in E.164, the primary one first."""
        return tuple(phone.e164 for phone in primary_first(self.of(Phone)))

    def having(self, kind: type[AnyContact], entries: Sequence[AnyContact]) -> "Book":
        """The Book with these in place of all of their kind."""
        others = (entry for entry in self.entries if not isinstance(entry, kind))
        return replace(self, entries=tuple(sorted((*others, *entries), key=lambda e: e.id)))

    def consent(self, channel: Channel) -> State:
        """What the member said about a channel."""
        said = dict(self.consents).get(channel)
        if said is None:
            return "unknown"
        return "granted" if said.granted else "withdrawn"


def primary_first(entries: Sequence[AnyContact]) -> list[AnyContact]:
    """As they are shown: the primary first, then the oldest."""
    return sorted(entries, key=lambda entry: not entry.primary)
