"""What the contacts room is asked, in the API's words (docs/api.md)."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from shared.kernel.clock import timestamp
from shared.kernel.fields import Body, Clean, Line, Note
from shared.records.timeline import Direction, Kind, Medium

Template = Literal["installment_due", "arrears", "thanks", "free"]

DEFAULT_PAGE, MAX_PAGE = 25, 100
MAX_EMAIL, MAX_MESSAGE = 254, 1000
EARLIEST_YEAR = 2000

_LOCAL = r"[^\s@<>()\[\]\\,;:\"]{1,64}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}")


def _email(text: str) -> str:
    address = text.strip()
    local = address.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if len(address) > MAX_EMAIL or dots or not _EMAIL.fullmatch(address):
        raise PydanticCustomError("not_email", "not an e-mail address")
    return address


def _padded(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise PydanticCustomError("not_digits", "not digits", {"count": "1-3"})
    return text.zfill(3)


def _postal_code(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) == 5):
        raise PydanticCustomError("not_digits", "not digits", {"count": "5"})
    return text


def _time_text(value: object) -> object:
    """Only ISO 8601 text: pydantic would take numbers as epoch seconds."""
    if not isinstance(value, (str, datetime)) or (isinstance(value, str) and value.isdecimal()):
        raise PydanticCustomError("not_time", "not a time")
    return value


def _recent(moment: datetime) -> datetime:
    if moment.year < EARLIEST_YEAR:
        raise PydanticCustomError("order", "too early", {"other": f"{EARLIEST_YEAR}-01-01"})
    return moment


def _moment_text(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("not_time", "not a time") from error
    if moment.tzinfo is None:
        raise PydanticCustomError("not_time", "not a time")
    return timestamp(_recent(moment))


Number = Annotated[str, StringConstraints(min_length=1, max_length=40), Clean]
EmailAddress = Annotated[str, StringConstraints(max_length=300), Clean, AfterValidator(_email)]
Street = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]
ThreeDigits = Annotated[str, AfterValidator(_padded)]
PostalCode = Annotated[str, AfterValidator(_postal_code)]
Moment = Annotated[AwareDatetime, BeforeValidator(_time_text), AfterValidator(_recent)]


class NewPhone(Body):
    """A number in any way of writing it; the first becomes primary."""

    number: Number
    label: Line | None = None
    primary: StrictBool = False


class PhoneChange(Body):
    """What to change of a phone; a null label clears it."""

    number: Number = ""
    label: Line | None = None
    primary: StrictBool = False


class NewEmail(Body):
    """An e-mail address; the first becomes primary."""

    address: EmailAddress
    label: Line | None = None
    primary: StrictBool = False


class EmailChange(Body):
    """What to change of an e-mail."""

    address: EmailAddress = ""
    label: Line | None = None
    primary: StrictBool = False


class _Place(Body):
    label: Line | None = None
    rt: ThreeDigits | None = None
    rw: ThreeDigits | None = None
    village: Line | None = None
    district: Line | None = None
    regency: Line | None = None
    province: Line | None = None
    postal_code: PostalCode | None = None
    primary: StrictBool = False


class NewAddress(_Place):
    """A postal address; RT and RW of one to three digits, padded to three."""

    street: Street


class AddressChange(_Place):
    """What to change of an address; null clears all but the street."""

    street: Street = ""


class ConsentGiven(Body):
    """What the member said, with its proof: where (a form, a call) and in which words."""

    granted: StrictBool
    source: Line | None = None
    note: Note | None = None


def _said(value: object) -> object:
    """`true` and `false` are short for {granted}."""
    if isinstance(value, bool):
        return {"granted": value}
    if not isinstance(value, (dict, ConsentGiven)):
        raise PydanticCustomError("not_boolean", "not a boolean")
    return value


Said = Annotated[ConsentGiven, BeforeValidator(_said, json_schema_input_type=bool | ConsentGiven)]


class Consents(Body):
    """The channels about which the member said something; the others stay as they are."""

    whatsapp: Said | None = None
    phone: Said | None = None
    email: Said | None = None
    letter: Said | None = None


class KeptConsent(ConsentGiven):
    """What the member said once, and when (UTC) and by whom it was taken down, if that is known."""

    at: Annotated[str, AfterValidator(_moment_text)] | None = None
    by: Line | None = None


class KeptConsents(Body):
    """By channel, as a system kept them."""

    whatsapp: Annotated[KeptConsent, BeforeValidator(_said)] | None = None
    phone: Annotated[KeptConsent, BeforeValidator(_said)] | None = None
    email: Annotated[KeptConsent, BeforeValidator(_said)] | None = None
    letter: Annotated[KeptConsent, BeforeValidator(_said)] | None = None


class ContactCard(Body):
    """All that is known of how to reach a member: what an import or the demo adds at once."""

    phones: tuple[NewPhone, ...] = ()
    emails: tuple[NewEmail, ...] = ()
    addresses: tuple[NewAddress, ...] = ()
    consents: KeptConsents = KeptConsents()


class NewInteraction(Body):
    """A contact with the member that a clerk notes down."""

    channel: Medium
    note: Note | None = None
    direction: Direction = "out"
    occurred_at: Moment | None = None


class NewMessage(Body):
    """A WhatsApp message to write; `free` needs a text of its own."""

    template: Template
    account_id: Annotated[str, StringConstraints(max_length=60)] | None = None
    text: Annotated[str, StringConstraints(max_length=MAX_MESSAGE), Clean] | None = None


class TimelineQuery(Body):
    """Which part of the timeline: all of it, or what is of a kind, or went by a channel."""

    kind: Kind | None = None
    channel: Medium | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None
