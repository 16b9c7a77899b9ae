"""What the contacts room answers, in the API's words (docs/api.md)."""

from dataclasses import asdict

from pydantic import BaseModel

from shared.domain.contact_book import (
    CHANNELS,
    Address,
    Book,
    ConsentState,
    Email,
    Phone,
    primary_first,
)
from shared.records.timeline import InteractionRow


class PhoneRow(BaseModel):
    """A phone: `e164` for machines, `display` as people write it.

    `undeliverable_since` (UTC): a message to it was refused as undeliverable, and none came
    through since.
    """

    phone_id: str
    e164: str
    display: str
    label: str | None
    mobile: bool
    primary: bool
    undeliverable_since: str | None


class EmailRow(BaseModel):
    """An e-mail."""

    email_id: str
    address: str
    label: str | None
    primary: bool


class AddressRow(BaseModel):
    """A postal address."""

    address_id: str
    label: str | None
    street: str
    rt: str | None
    rw: str | None
    village: str | None
    district: str | None
    regency: str | None
    province: str | None
    postal_code: str | None
    primary: bool


class ConsentStates(BaseModel):
    """What the member said about each channel."""

    whatsapp: ConsentState
    phone: ConsentState
    email: ConsentState
    letter: ConsentState


class MemberContacts(BaseModel):
    """All contacts of a member, the primary ones first."""

    phones: list[PhoneRow]
    emails: list[EmailRow]
    addresses: list[AddressRow]
    consents: ConsentStates


class InteractionList(BaseModel):
    """A page of the timeline, newest first."""

    items: list[InteractionRow]
    next_cursor: str | None


class MessagePreview(BaseModel):
    """What a message would say, and the link that would open it; nothing is written."""

    text: str
    url: str


class Message(BaseModel):
    """A message ready to be opened in WhatsApp, and its entry on the timeline."""

    url: str
    text: str
    interaction_id: str


def phone_row(phone: Phone) -> dict[str, object]:
    """A PhoneRow."""
    return {
        "phone_id": phone.id,
        "e164": phone.e164,
        "display": phone.display,
        "label": phone.label,
        "mobile": phone.mobile,
        "primary": phone.primary,
        "undeliverable_since": phone.undeliverable and phone.undeliverable.at,
    }


def email_row(email: Email) -> dict[str, object]:
    """An EmailRow."""
    return {
        "email_id": email.id,
        "address": email.address,
        "label": email.label,
        "primary": email.primary,
    }


def address_row(address: Address) -> dict[str, object]:
    """An AddressRow."""
    fields = asdict(address)
    return {"address_id": fields.pop("id"), **fields}


def consent_states(book: Book) -> dict[str, object]:
    """ConsentStates."""
    return {channel: book.consent(channel) for channel in CHANNELS}


def all_contacts(book: Book) -> dict[str, object]:
    """MemberContacts."""
    return {
        "phones": [phone_row(phone) for phone in primary_first(book.of(Phone))],
        "emails": [email_row(email) for email in primary_first(book.of(Email))],
        "addresses": [address_row(address) for address in primary_first(book.of(Address))],
        "consents": consent_states(book),
    }
