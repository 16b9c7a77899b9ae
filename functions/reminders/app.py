"""Routes of the reminders room."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from shared.kernel.caller import Caller
from shared.kernel.fields import Date
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.identity import RequestAddress, allow
from shared.web.query import query_of

from . import listing, service
from .delivery import manual_actions, webhook
from .rules_document import Rules
from .schemas import (
    NewTemplate,
    Planned,
    PlanningQuery,
    PlanningState,
    PlanQuery,
    Preview,
    PreviewRequest,
    ReminderList,
    ReminderRow,
    RemindersQuery,
    RulesRow,
    Sending,
    Summary,
    SummaryQuery,
    TemplateList,
    TemplateRow,
)
from .template_text import TemplateName

Reader = Annotated[Caller, Depends(allow("reminders:read"))]
Writer = Annotated[Caller, Depends(allow("reminders:write"))]
Manager = Annotated[Caller, Depends(allow("reminders:manage"))]

router = APIRouter()


@router.post("/reminders/plan", response_model=Planned)
async def plan(
    caller: Writer, query: Annotated[PlanQuery, Depends(query_of(PlanQuery))], clock: RequestClock
) -> Response:
    """Plan today's reminders at once, or show (`dry_run`) what would go to whom, and why not."""
    return answer(await to_thread(service.plan, caller, query, clock))


@router.get("/reminders/plan", response_model=PlanningState)
async def show_planning(
    _: Reader,
    query: Annotated[PlanningQuery, Depends(query_of(PlanningQuery))],
    clock: RequestClock,
) -> Response:
    """How far the planning of a day is."""
    return answer(service.planning(query.date or clock.today()))


@router.get("/reminders", response_model=ReminderList)
async def list_reminders(
    caller: Reader,
    query: Annotated[RemindersQuery, Depends(query_of(RemindersQuery))],
    clock: RequestClock,
) -> Response:
    """A day's messages, and the dues of which nothing was sent."""
    return answer(listing.listed(caller, query, clock))


@router.get("/reminders/summary", response_model=Summary)
async def summarize(
    caller: Reader,
    query: Annotated[SummaryQuery, Depends(query_of(SummaryQuery))],
    clock: RequestClock,
) -> Response:
    """What became of each day's reminders."""
    return answer(listing.summary(caller, query, clock))


@router.get("/reminders/rules", response_model=RulesRow)
async def get_rules(caller: Reader) -> Response:  # noqa: ARG001
    """Stages, contact hours and channel."""
    return answer(service.rules())


@router.put("/reminders/rules", response_model=RulesRow)
async def put_rules(caller: Manager, body: Rules, clock: RequestClock) -> Response:
    """Put other rules in place, always whole."""
    return answer(service.save_rules(caller, body, clock))


@router.get("/reminders/templates", response_model=TemplateList)
async def list_templates(caller: Reader) -> Response:  # noqa: ARG001
    """The texts of all messages, and the fields that they may name."""
    return answer(service.templates())


@router.put("/reminders/templates/{name}", response_model=TemplateRow)
async def put_template(
    name: TemplateName, caller: Manager, body: NewTemplate, clock: RequestClock
) -> Response:
    """Put another text in place; one that names an unknown field is refused."""
    return answer(service.save_template(caller, name, body, clock))


@router.post("/reminders/templates/preview", response_model=Preview)
async def preview_template(caller: Reader, body: PreviewRequest, clock: RequestClock) -> Response:
    """A text as a member would get it today."""
    return answer(service.preview(caller, body, clock))


@router.post("/reminders/{member_id}/{date}/send", response_model=Sending)
async def send_reminder(
    member_id: str, date: Date, caller: Writer, clock: RequestClock
) -> Response:
    """Send a queued message by hand: a link that opens WhatsApp; pressed means sent."""
    return answer(manual_actions.send(caller, member_id, date, clock))


@router.post("/reminders/{member_id}/{date}/retry", response_model=ReminderRow)
async def retry_reminder(
    member_id: str, date: Date, caller: Writer, clock: RequestClock
) -> Response:
    """Send a message once more that failed, was skipped or cancelled, or is unknown."""
    return answer(manual_actions.retry(caller, member_id, date, clock))


@router.post("/reminders/{member_id}/{date}/cancel", response_model=ReminderRow)
async def cancel_reminder(
    member_id: str, date: Date, caller: Writer, clock: RequestClock
) -> Response:
    """Do not send a message that nobody has begun to send."""
    return answer(manual_actions.cancel(caller, member_id, date, clock))


@router.get("/reminders/webhook", response_class=PlainTextResponse)
async def verify_webhook(
    request: Request, address: RequestAddress, clock: RequestClock
) -> Response:
    """WhatsApp asks whether this address is meant: the challenge, for the right token."""
    mode, token, challenge = (
        request.query_params.get(f"hub.{name}", "")
        for name in ("mode", "verify_token", "challenge")
    )
    return PlainTextResponse(webhook.challenge(mode, token, challenge, address, clock))


@router.post("/reminders/webhook")
async def receive_webhook(
    request: Request, address: RequestAddress, clock: RequestClock
) -> Response:
    """What WhatsApp tells: statuses and replies, signed over the raw body."""
    signature = request.headers.get("X-Hub-Signature-256", "")
    await to_thread(webhook.receive, await request.body(), signature, address, clock)
    return answer({})


app = create_app(router, "reminders")
lambda_handler = lambda_handler_of(app)
