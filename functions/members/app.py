"""Routes of the members room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.kernel.settings import settings
from shared.web.app import answer, create_app, lambda_handler_of, rows
from shared.web.clock import RequestClock
from shared.web.idempotency import documented, idempotent_request
from shared.web.identity import allow
from shared.web.language import RequestLanguage
from shared.web.query import query_of

from . import listing, service
from .schemas import (
    Counts,
    ListQuery,
    Member,
    MemberChange,
    MemberList,
    NewMember,
    RevealedNik,
)

Reader = Annotated[Caller, Depends(allow("members:read"))]
Writer = Annotated[Caller, Depends(allow("members:write"))]
Revealer = Annotated[Caller, Depends(allow("members:reveal"))]
Wanted = Annotated[ListQuery, Depends(query_of(ListQuery))]

router = APIRouter()


@router.get("/members", response_model=MemberList)
async def list_members(caller: Reader, query: Wanted) -> Response:
    """A page of members, sorted, or found by part of a name or number."""
    page = listing.page(caller, query)
    return rows(page.rows, page.next_position, **({"narrow": True} if page.narrow else {}))


@router.get("/members/counts", response_model=Counts)
async def count_members(caller: Reader) -> Response:
    """How many members there are."""
    return answer(service.counts(caller))


@router.post(
    "/members",
    status_code=201,
    response_model=Member,
    openapi_extra=documented(required=False),
)
async def create_member(
    request: Request, caller: Writer, body: NewMember, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Create a member; honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().members_table, caller, clock.now())
    return answer(service.create(caller, body, only_once, clock, speaks), 201)


@router.get("/members/{member_id}", response_model=Member)
async def open_member(
    member_id: str, caller: Reader, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """A member in full, the NIK masked; audited."""
    return answer(service.open_profile(caller, member_id, clock, speaks))


@router.patch("/members/{member_id}", response_model=Member)
async def change_member(
    member_id: str, caller: Writer, body: MemberChange, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Change the fields that are sent."""
    return answer(service.change(caller, member_id, body, clock, speaks))


@router.get("/members/{member_id}/nik", response_model=RevealedNik)
async def reveal_nik(member_id: str, caller: Revealer, clock: RequestClock) -> Response:
    """The whole NIK; audited."""
    return answer({"nik": service.reveal_nik(caller, member_id, clock)})


app = create_app(router, "members")
lambda_handler = lambda_handler_of(app)
