"""Routes of the arrears room."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from shared.clock import Clock, system_clock
from shared.http import answer, create_app, lambda_handler_of
from shared.identity import Caller, allow
from shared.language import language
from shared.messages import Language

from . import ageing, due, service
from .schemas import (
    AccountArrears,
    AgedQuery,
    Ageing,
    AgeingQuery,
    AsOf,
    DueList,
    DueQuery,
    MemberArrears,
    NewPause,
    Pauses,
    Resumption,
)

Reader = Annotated[Caller, Depends(allow("arrears:read"))]
Writer = Annotated[Caller, Depends(allow("arrears:write"))]
Now = Annotated[Clock, Depends(system_clock)]
Speaks = Annotated[Language, Depends(language)]

router = APIRouter()


@router.get("/accounts/{account_id}/arrears", response_model=AccountArrears)
async def get_account_arrears(
    account_id: str, caller: Reader, query: Annotated[AsOf, Query()], clock: Now, speaks: Speaks
) -> Response:
    """How late an account is, as of today or any other date."""
    as_of = query.as_of or clock.today()
    return answer(service.of_account(caller, account_id, as_of, speaks))


@router.get("/members/{member_id}/arrears", response_model=MemberArrears)
async def get_member_arrears(
    member_id: str, caller: Reader, query: Annotated[AsOf, Query()], clock: Now, speaks: Speaks
) -> Response:
    """How late a member's financing is, as of today or any other date."""
    as_of = query.as_of or clock.today()
    return answer(service.of_member(caller, member_id, as_of, speaks))


@router.post("/accounts/{account_id}/pauses", status_code=201, response_model=Pauses)
async def pause_account(account_id: str, caller: Writer, body: NewPause, clock: Now) -> Response:
    """Pause an account, backdated or not; one that overlaps another is refused."""
    return answer(service.pause(caller, account_id, body, clock), 201)


@router.post("/accounts/{account_id}/pauses/resume", response_model=Pauses)
async def resume_account(account_id: str, caller: Writer, body: Resumption, clock: Now) -> Response:
    """End the pause that holds a day on that day."""
    return answer(service.resume(caller, account_id, body.on, clock))


@router.get("/arrears/due", response_model=DueList)
async def list_due(caller: Reader, query: Annotated[DueQuery, Query()], clock: Now) -> Response:
    """Accounts by their oldest unpaid due date, from a day to a day."""
    return answer(due.listed(caller, query, clock))


@router.get("/arrears/ageing", response_model=Ageing)
async def show_ageing(
    caller: Reader, query: Annotated[AgeingQuery, Query()], clock: Now, speaks: Speaks
) -> Response:
    """The portfolio by how late it is: buckets, collectability classes, portfolio at risk."""
    return answer(await to_thread(ageing.of_portfolio, caller, query, clock, speaks))


@router.get("/arrears/ageing/accounts", response_model=DueList)
async def list_aged(caller: Reader, query: Annotated[AgedQuery, Query()], clock: Now) -> Response:
    """The accounts of one bucket, the longest late first."""
    return answer(due.aged(caller, query, clock))


app = create_app(router, "arrears")
lambda_handler = lambda_handler_of(app)
