"""Routes of the feed, by which a core system sends its members, accounts and entries."""

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
    FeedAnswer,
    FeedKind,
    InstallmentsBatch,
    MemberBatch,
    TransactionBatch,
)

Feeder = Annotated[Caller, Depends(allow("imports:feed"))]

router = APIRouter(prefix="/imports/feed")


@router.put("/members", response_model=FeedAnswer)
async def feed_members(
    batch: MemberBatch, caller: Feeder, clock: RequestClock, language: RequestLanguage
) -> Response:
    """Members of a core system by its own ids, up to 500; answers item by item."""
    return await _take_batch("members", batch, caller, clock, language)


@router.put("/accounts", response_model=FeedAnswer)
async def feed_accounts(
    batch: AccountBatch, caller: Feeder, clock: RequestClock, language: RequestLanguage
) -> Response:
    """Accounts of a core system: their members come before them."""
    return await _take_batch("accounts", batch, caller, clock, language)


@router.put("/transactions", response_model=FeedAnswer)
async def feed_transactions(
    batch: TransactionBatch, caller: Feeder, clock: RequestClock, language: RequestLanguage
) -> Response:
    """Entries of a core system: their accounts come before them."""
    return await _take_batch("transactions", batch, caller, clock, language)


@router.put("/installments", response_model=FeedAnswer)
async def feed_installments(
    batch: InstallmentsBatch, caller: Feeder, clock: RequestClock, language: RequestLanguage
) -> Response:
    """Schedules of a core system's financing accounts."""
    return await _take_batch("installments", batch, caller, clock, language)


async def _take_batch(
    kind: FeedKind, batch: Batch, caller: Caller, clock: Clock, language: Language
) -> Response:
    return answer(await to_thread(service.take_batch, caller, kind, batch, clock, language))


app = create_app(router, "feed")
lambda_handler = lambda_handler_of(app)
