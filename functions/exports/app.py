"""Routes of the exports room."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.identity import allow
from shared.web.language import RequestLanguage

from . import service
from .schemas import CooperativeExport, CooperativeExportList, ExportJob, NewExport

FullExporter = Annotated[Caller, Depends(allow("cooperative:export"))]
ListExporter = Annotated[Caller, Depends(allow("members:export"))]

router = APIRouter()


@router.post(
    "/imports/exports", response_model=CooperativeExport, status_code=201, name="start_export"
)
async def start_full_export(caller: FullExporter, clock: RequestClock) -> Response:
    """Begin an export of everything, in the background: a ZIP of CSV files and an XLSX."""
    return answer(service.start_full(caller, clock), 201)


@router.get("/imports/exports", response_model=CooperativeExportList)
async def list_exports(caller: FullExporter, clock: RequestClock) -> Response:
    """One's own exports of the last week."""
    return answer(service.list_full(caller, clock))


@router.get("/imports/exports/{export_id}", response_model=CooperativeExport)
async def get_export(export_id: str, caller: FullExporter, clock: RequestClock) -> Response:
    """How far one's own export is, and once it is done the links of its files."""
    return answer(service.show_full(caller, export_id, clock))


@router.post("/members/exports", status_code=201, response_model=ExportJob)
async def start_export(
    caller: ListExporter, body: NewExport, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Begin an export of a list that is larger than an answer may be; audited."""
    return answer(service.start_member_list(caller, body, clock, speaks), 201)


@router.get("/members/exports/{export_id}", response_model=ExportJob)
async def show_export(export_id: str, caller: ListExporter, clock: RequestClock) -> Response:
    """How far one's own export is, and the link to its file; the link is audited."""
    return answer(service.show_member_list(caller, export_id, clock))


app = create_app(router, "exports")
lambda_handler = lambda_handler_of(app)
