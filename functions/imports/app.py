"""Routes of the imports room."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from shared.kernel.caller import Caller
from shared.web.app import answer, create_app, lambda_handler_of
from shared.web.clock import RequestClock
from shared.web.identity import allow
from shared.web.language import RequestLanguage
from shared.web.query import query_of

from . import lists, service, table_corrections
from .list_schemas import ChangedList, CorrectionList, DoubtfulList, RefusedList, TableList
from .schemas import (
    Checking,
    Decisions,
    Import,
    ImportList,
    NewImport,
    Page,
    RefusedFile,
    StartedImport,
    WhichFile,
)

Importer = Annotated[Caller, Depends(allow("imports:write"))]

router = APIRouter(prefix="/imports")


@router.post("", response_model=StartedImport, status_code=201)
async def start_import(
    new: NewImport, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Announce files; each is then PUT to its link, within 15 minutes."""
    return answer(service.start(caller, new, clock, speaks), 201)


@router.get("", response_model=ImportList)
async def list_imports(
    caller: Importer, query: Annotated[Page, Depends(query_of(Page))], speaks: RequestLanguage
) -> Response:
    """Imports, the newest first."""
    return answer(lists.list_imports(caller, query, speaks))


@router.get("/corrections", response_model=CorrectionList)
async def list_corrections(
    _: Importer, query: Annotated[Page, Depends(query_of(Page))]
) -> Response:
    """What was corrected in the headings of files, and holds for those to come."""
    return answer(table_corrections.list_corrections(query))


@router.delete("/corrections/{correction_id}", status_code=204)
async def forget_correction(correction_id: str, caller: Importer, clock: RequestClock) -> Response:
    """Forget a correction."""
    table_corrections.forget(caller, correction_id, clock)
    return Response(status_code=204)


@router.get("/{import_id}", response_model=Import)
async def get_import(import_id: str, caller: Importer, speaks: RequestLanguage) -> Response:
    """How far an import has come."""
    return answer(lists.show_import(caller, import_id, speaks))


@router.post("/{import_id}/check", response_model=Import)
async def check_import(
    import_id: str, how: Checking, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """The dry run, in the background: nothing is written but what would become of each row."""
    return answer(service.check(caller, import_id, how, clock, speaks))


@router.post("/{import_id}/run", response_model=Import)
async def run_import(
    import_id: str, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Take in what the dry run accepted, in the background."""
    return answer(service.run(caller, import_id, clock, speaks))


@router.get("/{import_id}/tables", response_model=TableList)
async def list_tables(
    import_id: str, caller: Importer, query: Annotated[Page, Depends(query_of(Page))]
) -> Response:
    """What the last check made of the files' tables, and what else their columns may hold."""
    return answer(table_corrections.list_tables(caller, import_id, query))


@router.post("/{import_id}/decisions", response_model=Import)
async def decide_rows(
    import_id: str, how: Decisions, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Say of doubtful rows whether they are new, the same person, or left out."""
    return answer(service.decide(caller, import_id, how, clock, speaks))


@router.post("/{import_id}/undo", response_model=Import)
async def undo_import(
    import_id: str, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Undo what an import did, in the background, unless something was built on it."""
    return answer(service.undo(caller, import_id, clock, speaks))


@router.post("/{import_id}/cancel", response_model=Import)
async def cancel_import(
    import_id: str, caller: Importer, clock: RequestClock, speaks: RequestLanguage
) -> Response:
    """Stop an import, whatever it is doing; what was taken in stays, and can be undone."""
    return answer(service.cancel(caller, import_id, clock, speaks))


@router.get("/{import_id}/refused", response_model=RefusedList)
async def list_refused(
    import_id: str,
    caller: Importer,
    query: Annotated[Page, Depends(query_of(Page))],
    speaks: RequestLanguage,
) -> Response:
    """The rows that were not taken in, and why."""
    return answer(lists.list_refused(caller, import_id, query, speaks))


@router.get("/{import_id}/doubtful", response_model=DoubtfulList)
async def list_doubtful(
    import_id: str, caller: Importer, query: Annotated[Page, Depends(query_of(Page))]
) -> Response:
    """The rows that may be somebody who is there, or another row."""
    return answer(lists.list_doubtful(caller, import_id, query))


@router.get("/{import_id}/changed", response_model=ChangedList)
async def list_changed(
    import_id: str, caller: Importer, query: Annotated[Page, Depends(query_of(Page))]
) -> Response:
    """The rows that change a member who is there, and what they change."""
    return answer(lists.list_changed(caller, import_id, query))


@router.get("/{import_id}/refused/file", response_model=RefusedFile)
async def get_refused_file(
    import_id: str,
    caller: Importer,
    query: Annotated[WhichFile, Depends(query_of(WhichFile))],
    clock: RequestClock,
    speaks: RequestLanguage,
) -> Response:
    """A link to the refused rows of one file, each with its reason: to be mended and sent again."""
    return answer(lists.show_refused_file(caller, import_id, query.number, clock, speaks))


app = create_app(router, "imports")
lambda_handler = lambda_handler_of(app)
