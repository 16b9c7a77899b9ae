"""Routes of the accounts room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.kernel.settings import settings
from shared.web.app import answer, create_app, lambda_handler_of, rows
from shared.web.clock import RequestClock
from shared.web.idempotency import documented, idempotent_request
from shared.web.identity import allow
from shared.web.query import query_of

from . import listing, opening, service, statement
from .ledger_schemas import (
    LedgerQuery,
    NewTransaction,
    Recap,
    RecapQuery,
    Reversal,
    Statement,
    StatementQuery,
    Transaction,
    TransactionList,
)
from .recap import service as recap
from .schemas import (
    Account,
    AccountList,
    AccountsQuery,
    Closing,
    NewAccount,
    OpenedAccount,
    Reopening,
    Schedule,
)
from .settlement import service as settlement
from .settlement.schemas import NewSettlement, Settled, Settlement, SettlementQuery

Reader = Annotated[Caller, Depends(allow("accounts:read"))]
Writer = Annotated[Caller, Depends(allow("accounts:write"))]
Reverser = Annotated[Caller, Depends(allow("accounts:reverse"))]

router = APIRouter()


@router.get("/members/{member_id}/accounts", response_model=AccountList)
async def list_accounts(
    member_id: str,
    caller: Reader,
    query: Annotated[AccountsQuery, Depends(query_of(AccountsQuery))],
) -> Response:
    """A member's savings and financing, oldest first."""
    return rows(listing.of_member(caller, member_id, query.kind), None)


@router.post(
    "/accounts",
    status_code=201,
    response_model=OpenedAccount,
    openapi_extra=documented(required=False),
)
async def open_account(
    request: Request, caller: Writer, body: NewAccount, clock: RequestClock
) -> Response:
    """Open an account; financing posts its disbursement. Honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().accounts_table, caller, clock.now())
    return answer(opening.open_account(caller, body, only_once, clock), 201)


@router.get("/accounts/recap", response_model=Recap)
async def recap_of_day(
    caller: Reader, query: Annotated[RecapQuery, Depends(query_of(RecapQuery))], clock: RequestClock
) -> Response:
    """What was posted on a business date: sums by type and officer, and one officer's entries."""
    return answer(recap.of_day(caller, query.date, query.officer, clock))


@router.get("/accounts/{account_id}", response_model=Account)
async def get_account(account_id: str, caller: Reader) -> Response:
    """An account with its balance or what is outstanding."""
    return Response(listing.one(caller, account_id), media_type="application/json")


@router.get("/accounts/{account_id}/schedule", response_model=Schedule)
async def get_schedule(account_id: str, caller: Reader, clock: RequestClock) -> Response:
    """All instalments of a financing account and what of each is paid."""
    return answer(listing.schedule(caller, account_id, clock.today()))


@router.get("/accounts/{account_id}/transactions", response_model=TransactionList)
async def list_transactions(
    account_id: str, caller: Reader, query: Annotated[LedgerQuery, Depends(query_of(LedgerQuery))]
) -> Response:
    """The ledger by value date, newest first."""
    return rows(*listing.transactions(caller, account_id, query))


@router.get("/accounts/{account_id}/statement", response_model=Statement)
async def statement_of_account(
    account_id: str,
    caller: Reader,
    query: Annotated[StatementQuery, Depends(query_of(StatementQuery))],
    clock: RequestClock,
) -> Response:
    """The entries of a period with the balance after each, oldest first."""
    return answer(statement.of_account(caller, account_id, query, clock))


@router.post(
    "/accounts/{account_id}/transactions",
    status_code=201,
    response_model=Transaction,
    openapi_extra=documented(required=True),
)
async def post_transaction(
    request: Request, account_id: str, caller: Writer, body: NewTransaction, clock: RequestClock
) -> Response:
    """Post an entry; requires Idempotency-Key."""
    only_once = await idempotent_request(
        request, settings().accounts_table, caller, clock.now(), required=True
    )
    return answer(service.post(caller, account_id, body, only_once, clock), 201)


@router.post(
    "/accounts/{account_id}/transactions/{transaction_id}/reversal",
    status_code=201,
    response_model=Transaction,
    openapi_extra=documented(required=True),
)
async def reverse_transaction(
    *,
    request: Request,
    account_id: str,
    transaction_id: str,
    caller: Reverser,
    body: Reversal,
    clock: RequestClock,
) -> Response:
    """Take an entry back, once; requires Idempotency-Key."""
    only_once = await idempotent_request(
        request, settings().accounts_table, caller, clock.now(), required=True
    )
    reversed_ = service.reverse(
        caller, account_id, transaction_id, body, once=only_once, clock=clock
    )
    return answer(reversed_, 201)


@router.post(
    "/accounts/{account_id}/close",
    response_model=Account,
    openapi_extra=documented(required=False),
)
async def close_account(
    request: Request,
    account_id: str,
    caller: Writer,
    clock: RequestClock,
    body: Closing | None = None,
) -> Response:
    """Close an account that holds nothing; honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().accounts_table, caller, clock.now())
    return answer(service.close(caller, account_id, body or Closing(), only_once, clock))


@router.post(
    "/accounts/{account_id}/reopen",
    response_model=Account,
    openapi_extra=documented(required=False),
)
async def reopen_account(
    request: Request, account_id: str, caller: Reverser, clock: RequestClock, body: Reopening
) -> Response:
    """Open an account again that was closed by mistake; honours Idempotency-Key."""
    only_once = await idempotent_request(request, settings().accounts_table, caller, clock.now())
    return answer(service.reopen(caller, account_id, body, only_once, clock))


@router.get("/accounts/{account_id}/settlement", response_model=Settlement)
async def get_settlement(
    account_id: str,
    caller: Reader,
    query: Annotated[SettlementQuery, Depends(query_of(SettlementQuery))],
    clock: RequestClock,
) -> Response:
    """What it takes to pay financing off on a day."""
    return answer(settlement.quote(caller, account_id, query.on, clock))


@router.post(
    "/accounts/{account_id}/settlement",
    status_code=201,
    response_model=Settled,
    openapi_extra=documented(required=True),
)
async def settle_account(
    request: Request, account_id: str, caller: Writer, body: NewSettlement, clock: RequestClock
) -> Response:
    """Pay financing off: a repayment and a waiver, together; requires Idempotency-Key."""
    only_once = await idempotent_request(
        request, settings().accounts_table, caller, clock.now(), required=True
    )
    return answer(settlement.settle(caller, account_id, body, only_once, clock), 201)


app = create_app(router, "accounts")
lambda_handler = lambda_handler_of(app)
