"""Routes of the feed, an app and a function of their own: it brings the other rooms along."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.messages import Language
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.identity import allow
from shared.web.language import RequestLanguage

from . import service
from .schemas import (
    AccountBatch,
    Batch,
    FedKind,
    FeedAnswer,
    InstallmentsBatch,
    MemberBatch,
    TransactionBatch,
)

Feeder = Annotated[Caller, Depends(allow("imports:feed"))]

router = APIRouter(prefix="/imports/feed")


@router.put("/members", response_model=FeedAnswer)
async def feed_members(
    batch: MemberBatch, caller: Feeder, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Members of a core system by its own ids, up to 500; answers item by item."""
    return await _fed("members", batch, caller, clock, speaks)


@router.put("/accounts", response_model=FeedAnswer)
async def feed_accounts(
    batch: AccountBatch, caller: Feeder, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Accounts of a core system: their members come before them."""
    return await _fed("accounts", batch, caller, clock, speaks)


@router.put("/transactions", response_model=FeedAnswer)
async def feed_transactions(
    batch: TransactionBatch, caller: Feeder, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Entries of a core system: their accounts come before them."""
    return await _fed("transactions", batch, caller, clock, speaks)


@router.put("/installments", response_model=FeedAnswer)
async def feed_installments(
    batch: InstallmentsBatch, caller: Feeder, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Schedules of a core system's financing accounts."""
    return await _fed("installments", batch, caller, clock, speaks)


async def _fed(
    kind: FedKind, batch: Batch, caller: Caller, clock: Clock, speaks: Language
) -> Response:
    return answer(await to_thread(service.take, caller, kind, batch, clock, speaks))


app = create_app(router, "feed")
lambda_handler = lambda_handler_of(app)
