"""Routes of the reminders room."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from shared.clock import Now
from shared.http import answer, create_app, lambda_handler_of
from shared.identity import Caller, allow
from shared.query import query_of

from . import listing, service
from .rules_document import Rules
from .schemas import (
    NewTemplate,
    Planned,
    PlanQuery,
    Preview,
    PreviewRequest,
    ReminderList,
    RemindersQuery,
    RulesRow,
    Summary,
    SummaryQuery,
    TemplateList,
    TemplateRow,
)
from .words import TemplateName

Reader = Annotated[Caller, Depends(allow("reminders:read"))]
Writer = Annotated[Caller, Depends(allow("reminders:write"))]
Manager = Annotated[Caller, Depends(allow("reminders:manage"))]

router = APIRouter()


@router.post("/reminders/plan", response_model=Planned)
async def plan(
    caller: Writer, query: Annotated[PlanQuery, Depends(query_of(PlanQuery))], clock: Now
) -> Response:
    """Plan today's reminders at once, or show (`dry_run`) what would go to whom, and why not."""
    return answer(await to_thread(service.plan, caller, query, clock))


@router.get("/reminders", response_model=ReminderList)
async def list_reminders(
    caller: Reader,
    query: Annotated[RemindersQuery, Depends(query_of(RemindersQuery))],
    clock: Now,
) -> Response:
    """A day's messages, and the dues of which nothing was sent."""
    return answer(listing.listed(caller, query, clock))


@router.get("/reminders/summary", response_model=Summary)
async def summarize(
    caller: Reader, query: Annotated[SummaryQuery, Depends(query_of(SummaryQuery))], clock: Now
) -> Response:
    """What became of each day's reminders."""
    return answer(listing.summary(caller, query, clock))


@router.get("/reminders/rules", response_model=RulesRow)
async def get_rules(caller: Reader) -> Response:  # noqa: ARG001
    """Stages, contact hours and channel."""
    return answer(service.rules())


@router.put("/reminders/rules", response_model=RulesRow)
async def put_rules(caller: Manager, body: Rules, clock: Now) -> Response:
    """Put other rules in place, always whole."""
    return answer(service.save_rules(caller, body, clock))


@router.get("/reminders/templates", response_model=TemplateList)
async def list_templates(caller: Reader) -> Response:  # noqa: ARG001
    """The texts of all messages, and the fields that they may name."""
    return answer(service.templates())


@router.put("/reminders/templates/{name}", response_model=TemplateRow)
async def put_template(
    name: TemplateName, caller: Manager, body: NewTemplate, clock: Now
) -> Response:
    """Put another text in place; one that names an unknown field is refused."""
    return answer(service.save_template(caller, name, body, clock))


@router.post("/reminders/templates/preview", response_model=Preview)
async def preview_template(caller: Reader, body: PreviewRequest, clock: Now) -> Response:
    """A text as a member would get it today."""
    return answer(service.preview(caller, body, clock))


app = create_app(router, "reminders")
lambda_handler = lambda_handler_of(app)
