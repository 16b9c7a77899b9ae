"""Routes of the contacts room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from shared.domain.contact_book import Address, Email, Phone
from shared.kernel.caller import Caller
from shared.kernel.settings import settings
from shared.records.timeline import InteractionRow
from shared.web.app import answer, create_app, lambda_handler_of, rows
from shared.web.clock import RequestClock
from shared.web.idempotency import documented, idempotent_request
from shared.web.identity import allow
from shared.web.query import query_of

from . import consents, service, timeline, whatsapp
from .answers import (
    AddressRow,
    ConsentStates,
    EmailRow,
    InteractionList,
    MemberContacts,
    Message,
    MessagePreview,
    PhoneRow,
    address_row,
    all_contacts,
    consent_states,
    email_row,
    phone_row,
)
from .schemas import (
    AddressChange,
    Consents,
    EmailChange,
    NewAddress,
    NewEmail,
    NewInteraction,
    NewMessage,
    NewPhone,
    PhoneChange,
    PreviewQuery,
    TimelineQuery,
)

Reader = Annotated[Caller, Depends(allow("contacts:read"))]
Writer = Annotated[Caller, Depends(allow("contacts:write"))]
Sender = Annotated[Caller, Depends(allow("messages:send"))]

router = APIRouter(prefix="/members/{member_id}")


@router.get("/contacts", response_model=MemberContacts)
async def list_contacts(member_id: str, caller: Reader) -> Response:
    """Phones, e-mails, addresses and consents of a member."""
    return answer(all_contacts(service.contacts(caller, member_id)))


@router.post("/phones", status_code=201, response_model=PhoneRow)
async def add_phone(
    member_id: str, caller: Writer, body: NewPhone, clock: RequestClock
) -> Response:
    """Add a phone, its number in any way of writing it."""
    return answer(phone_row(service.add_phone(caller, member_id, body, clock)), 201)


@router.patch("/phones/{phone_id}", response_model=PhoneRow)
async def change_phone(
    member_id: str, phone_id: str, caller: Writer, body: PhoneChange, clock: RequestClock
) -> Response:
    """Change the fields that are sent."""
    return answer(phone_row(service.change_phone(caller, member_id, phone_id, body, clock)))


@router.delete("/phones/{phone_id}", status_code=204)
async def delete_phone(
    member_id: str, phone_id: str, caller: Writer, clock: RequestClock
) -> Response:
    """Delete a phone; a primary one leaves its mark to the next."""
    service.remove(caller, member_id, Phone, phone_id, clock)
    return Response(status_code=204)


@router.post("/emails", status_code=201, response_model=EmailRow)
async def add_email(
    member_id: str, caller: Writer, body: NewEmail, clock: RequestClock
) -> Response:
    """Add an e-mail address."""
    return answer(email_row(service.add_email(caller, member_id, body, clock)), 201)


@router.patch("/emails/{email_id}", response_model=EmailRow)
async def change_email(
    member_id: str, email_id: str, caller: Writer, body: EmailChange, clock: RequestClock
) -> Response:
    """Change the fields that are sent."""
    return answer(email_row(service.change_email(caller, member_id, email_id, body, clock)))


@router.delete("/emails/{email_id}", status_code=204)
async def delete_email(
    member_id: str, email_id: str, caller: Writer, clock: RequestClock
) -> Response:
    """Delete an e-mail address."""
    service.remove(caller, member_id, Email, email_id, clock)
    return Response(status_code=204)


@router.post("/addresses", status_code=201, response_model=AddressRow)
async def add_address(
    member_id: str, caller: Writer, body: NewAddress, clock: RequestClock
) -> Response:
    """Add a postal address."""
    return answer(address_row(service.add_address(caller, member_id, body, clock)), 201)


@router.patch("/addresses/{address_id}", response_model=AddressRow)
async def change_address(
    member_id: str, address_id: str, caller: Writer, body: AddressChange, clock: RequestClock
) -> Response:
    """Change the fields that are sent."""
    return answer(address_row(service.change_address(caller, member_id, address_id, body, clock)))


@router.delete("/addresses/{address_id}", status_code=204)
async def delete_address(
    member_id: str, address_id: str, caller: Writer, clock: RequestClock
) -> Response:
    """Delete a postal address."""
    service.remove(caller, member_id, Address, address_id, clock)
    return Response(status_code=204)


@router.put("/consents", response_model=ConsentStates)
async def say_consents(
    member_id: str, caller: Writer, body: Consents, clock: RequestClock
) -> Response:
    """Keep what the member said about being reached, by channel, with its proof."""
    return answer(consent_states(consents.record_consents(caller, member_id, body, clock)))


@router.get("/interactions", response_model=InteractionList)
async def list_interactions(
    member_id: str,
    caller: Reader,
    query: Annotated[TimelineQuery, Depends(query_of(TimelineQuery))],
) -> Response:
    """The timeline, newest first; a filtered page may be short and still have a cursor."""
    return rows(*timeline.interactions(caller, member_id, query))


@router.post("/interactions", status_code=201, response_model=InteractionRow)
async def add_interaction(
    member_id: str, caller: Writer, body: NewInteraction, clock: RequestClock
) -> Response:
    """Note down a contact with the member."""
    return answer(timeline.add_interaction(caller, member_id, body, clock).model_dump(), 201)


@router.get("/whatsapp", response_model=MessagePreview)
async def preview_whatsapp(
    member_id: str,
    caller: Sender,
    query: Annotated[PreviewQuery, Depends(query_of(PreviewQuery))],
    clock: RequestClock,
) -> Response:
    """What a message would say, and its link; nothing is written."""
    return answer(whatsapp.preview(caller, member_id, query, clock))


@router.post(
    "/whatsapp",
    status_code=201,
    response_model=Message,
    openapi_extra=documented(required=False),
)
async def write_whatsapp(
    request: Request, member_id: str, caller: Sender, body: NewMessage, clock: RequestClock
) -> Response:
    """A message ready to be opened in WhatsApp; honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().contacts_table, caller, clock.now())
    return answer(whatsapp.write(caller, member_id, body, only_once, clock), 201)


app = create_app(router, "contacts")
lambda_handler = lambda_handler_of(app)
