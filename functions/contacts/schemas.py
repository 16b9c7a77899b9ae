"""What the contacts room is asked, in the API's words (docs/api.md)."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from shared.kernel.fields import Body, Clean, Note, ShortText
from shared.records.timeline import Direction, InteractionKind, Medium

from .fields import EmailAddress, Moment, MomentText, Number, PostalCode, Street, ThreeDigits

MessageTemplate = Literal["installment_due", "arrears", "thanks", "free"]

DEFAULT_PAGE, MAX_PAGE = 25, 100
MAX_MESSAGE = 1000


class NewPhone(Body):
    """A number in any way of writing it; the first becomes primary."""

    number: Number
    label: ShortText | None = None
    primary: StrictBool = False


class PhoneChange(Body):
    """What to change of a phone; a null label clears it."""

    number: Number = ""
    label: ShortText | None = None
    primary: StrictBool = False


class NewEmail(Body):
    """An e-mail address; the first becomes primary."""

    address: EmailAddress
    label: ShortText | None = None
    primary: StrictBool = False


class EmailChange(Body):
    """What to change of an e-mail."""

    address: EmailAddress = ""
    label: ShortText | None = None
    primary: StrictBool = False


class _AddressDetails(Body):
    label: ShortText | None = None
    rt: ThreeDigits | None = None
    rw: ThreeDigits | None = None
    village: ShortText | None = None
    district: ShortText | None = None
    regency: ShortText | None = None
    province: ShortText | None = None
    postal_code: PostalCode | None = None
    primary: StrictBool = False


class NewAddress(_AddressDetails):
    """A postal address; RT and RW of one to three digits, padded to three."""

    street: Street


class AddressChange(_AddressDetails):
    """What to change of an address; null clears all but the street."""

    street: Street = ""


class ConsentGiven(Body):
    """What the member said, with its proof: where (a form, a call) and in which words."""

    granted: StrictBool
    source: ShortText | None = None
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

    at: MomentText | None = None
    by: ShortText | None = None


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

    template: MessageTemplate
    account_id: Annotated[str, StringConstraints(max_length=60)] | None = None
    text: Annotated[str, StringConstraints(max_length=MAX_MESSAGE), Clean] | None = None


class PreviewQuery(Body):
    """Which message to look at before it is written; of a free one, the link without its text."""

    template: MessageTemplate
    account_id: Annotated[str, StringConstraints(max_length=60)] | None = None


class TimelineQuery(Body):
    """Which part of the timeline: all of it, or what is of a kind, or went by a channel."""

    kind: InteractionKind | None = None
    channel: Medium | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(max_length=1000)] | None = None
