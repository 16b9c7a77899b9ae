"""Routes of the arrears room."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from arrears.ageing.schemas import (
    AgedQuery,
    Ageing,
    AgeingQuery,
    DueList,
    DueQuery,
    NewSnapshot,
    Snapshot,
    Trend,
    TrendQuery,
)
from arrears.collections.schemas import (
    Assigned,
    Assignment,
    FollowUpList,
    FollowUpPage,
    FollowUpRow,
    NewFollowUp,
    Worklist,
    WorklistQuery,
)
from arrears.standing.schemas import Allocations, ClassHistory
from shared.kernel.caller import Caller
from shared.kernel.fields import Date
from shared.kernel.settings import settings
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.idempotency import documented, idempotent_request
from shared.web.identity import allow
from shared.web.language import RequestLanguage
from shared.web.query import query_of

from . import service
from .ageing import due_lists, portfolio
from .collections import follow_ups, officers, worklist
from .schemas import AccountArrears, AsOf, MemberArrears, NewPause, Pauses, Resumption
from .snapshots import job
from .standing import history

Reader = Annotated[Caller, Depends(allow("arrears:read"))]
Writer = Annotated[Caller, Depends(allow("arrears:write"))]
Noter = Annotated[Caller, Depends(allow("contacts:write"))]

router = APIRouter()


@router.get("/accounts/{account_id}/arrears", response_model=AccountArrears)
async def get_account_arrears(
    account_id: str,
    caller: Reader,
    query: Annotated[AsOf, Depends(query_of(AsOf))],
    clock: RequestClock,
    speaks: RequestLanguage,
) -> Response:
    """How late an account is, as of today or any other date."""
    as_of = query.as_of or clock.today()
    return answer(service.of_account(caller, account_id, as_of, speaks))


@router.get("/accounts/{account_id}/arrears/history", response_model=ClassHistory)
async def list_class_changes(
    account_id: str, caller: Reader, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """When the account's class changed, and why, also of one that is cured."""
    return answer(await to_thread(history.of_classes, caller, account_id, clock, speaks))


@router.get("/accounts/{account_id}/arrears/allocation", response_model=Allocations)
async def show_allocation(
    account_id: str,
    caller: Reader,
    query: Annotated[AsOf, Depends(query_of(AsOf))],
    clock: RequestClock,
) -> Response:
    """Which entries paid how much of which instalment."""
    return answer(history.of_payments(caller, account_id, query.as_of or clock.today()))


@router.get("/members/{member_id}/arrears", response_model=MemberArrears)
async def get_member_arrears(
    member_id: str,
    caller: Reader,
    query: Annotated[AsOf, Depends(query_of(AsOf))],
    clock: RequestClock,
    speaks: RequestLanguage,
) -> Response:
    """How late a member's financing is, as of today or any other date."""
    as_of = query.as_of or clock.today()
    return answer(service.of_member(caller, member_id, as_of, speaks))


@router.post("/accounts/{account_id}/pauses", status_code=201, response_model=Pauses)
async def pause_account(
    account_id: str, caller: Writer, body: NewPause, clock: RequestClock
) -> Response:
    """Pause an account, backdated or not; one that overlaps another is refused."""
    return answer(service.pause(caller, account_id, body, clock), 201)


@router.post("/accounts/{account_id}/pauses/resume", response_model=Pauses)
async def resume_account(
    account_id: str, caller: Writer, body: Resumption, clock: RequestClock
) -> Response:
    """End the pause that holds a day on that day."""
    return answer(service.resume(caller, account_id, body.on, clock))


@router.get("/arrears/due", response_model=DueList)
async def list_due(
    caller: Reader, query: Annotated[DueQuery, Depends(query_of(DueQuery))], clock: RequestClock
) -> Response:
    """Accounts by their oldest unpaid due date, from a day to a day."""
    return answer(due_lists.listed(caller, query, clock))


@router.get("/arrears/ageing", response_model=Ageing)
async def show_ageing(
    caller: Reader,
    query: Annotated[AgeingQuery, Depends(query_of(AgeingQuery))],
    clock: RequestClock,
    speaks: RequestLanguage,
) -> Response:
    """The portfolio by how late it is: buckets, collectability classes, portfolio at risk."""
    return answer(await to_thread(portfolio.of_portfolio, caller, query, clock, speaks))


@router.get("/arrears/ageing/accounts", response_model=DueList)
async def list_aged(
    caller: Reader, query: Annotated[AgedQuery, Depends(query_of(AgedQuery))], clock: RequestClock
) -> Response:
    """The accounts of one bucket, the longest late first."""
    return answer(await to_thread(portfolio.accounts, caller, query, clock))


@router.get("/arrears/trend", response_model=Trend)
async def show_trend(
    caller: Reader, query: Annotated[TrendQuery, Depends(query_of(TrendQuery))], clock: RequestClock
) -> Response:
    """By day, of the days that have a snapshot: counts, what is outstanding, portfolio at risk."""
    return answer(portfolio.by_day(caller, query, clock))


@router.post("/arrears/snapshots", status_code=202, response_model=Snapshot)
async def start_snapshot(caller: Writer, body: NewSnapshot, clock: RequestClock) -> Response:
    """Start the snapshot of a past day, replayed from the ledgers; of one that is there: as is."""
    return answer(job.request(caller, body.date, clock), 202)


@router.get("/arrears/snapshots/{date}", response_model=Snapshot)
async def show_snapshot(day: Annotated[Date, Path(alias="date")], _: Reader) -> Response:
    """How far the snapshot of a day is."""
    return answer(job.show(day))


@router.get("/accounts/{account_id}/follow-ups", response_model=FollowUpList)
async def list_follow_ups(
    account_id: str,
    caller: Reader,
    query: Annotated[FollowUpPage, Depends(query_of(FollowUpPage))],
    clock: RequestClock,
) -> Response:
    """Attempts, visits and promises, newest first, with what the ledger says of each promise."""
    return answer(follow_ups.listed(caller, account_id, query, clock))


@router.post(
    "/accounts/{account_id}/follow-ups",
    status_code=201,
    response_model=FollowUpRow,
    openapi_extra=documented(required=False),
)
async def add_follow_up(
    request: Request, account_id: str, caller: Noter, body: NewFollowUp, clock: RequestClock
) -> Response:
    """Note down an attempt, a visit or a promise; honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().arrears_table, caller, clock.now())
    return answer(follow_ups.note_down(caller, account_id, body, only_once, clock), 201)


@router.put("/accounts/{account_id}/officer", response_model=Assigned)
async def assign_account(
    account_id: str, caller: Noter, body: Assignment, clock: RequestClock
) -> Response:
    """Whose account it is to work on; an officer takes one of nobody's, or gives back their own."""
    return answer(officers.assign(caller, account_id, body.username, clock))


@router.get("/arrears/worklist", response_model=Worklist)
async def list_work(
    caller: Reader,
    query: Annotated[WorklistQuery, Depends(query_of(WorklistQuery))],
    clock: RequestClock,
) -> Response:
    """Whom to reach today, why, and what comes next; what weighs most first."""
    return answer(worklist.listed(caller, query, clock))


app = create_app(router, "arrears")
lambda_handler = lambda_handler_of(app)
