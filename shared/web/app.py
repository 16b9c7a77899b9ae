"""A room's app: one FastAPI with the refusals, limits and headers that every room has."""

import json
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from shared.aws import dynamo
from shared.aws.observability import logger
from shared.aws.process_start import at_start
from shared.kernel.errors import Conflict, FieldError, InvalidMany, NotFound, Refusal, Unavailable

from . import edge
from .problems import MEDIA_TYPE, Internal, problem
from .validation import field_errors

# FastAPI asks of every model whether it is one of pydantic 1, and loads all of pydantic.v1 to ask.
# None says that there is no such module: docs/decisions/lean-imports.md.
sys.modules.setdefault("pydantic.v1", None)  # type: ignore[arg-type]

# CloudFront compresses only what it caches, and API Gateway nothing.
_COMPRESSED_FROM_BYTES = 1024
_TEXT_MEDIA_TYPES = ["text/", "application/json", MEDIA_TYPE]


def create_app(router: APIRouter, title: str) -> FastAPI:
    """The ASGI app of a room. Its documents are part of the whole API's (auth room)."""
    app = FastAPI(title=title, openapi_url=None, docs_url=None, redoc_url=None)
    app.router.redirect_slashes = False
    app.include_router(router)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(dynamo.Contended, _contended)
    app.add_exception_handler(dynamo.Unavailable, _unavailable)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM_BYTES, compresslevel=5)
    app.add_middleware(edge.Edge)
    return app


def lambda_handler_of(app: FastAPI) -> Mangum:
    """The room's Lambda handler."""
    at_start(_load)
    return Mangum(
        app, lifespan="off", api_gateway_base_path="/api", text_mime_types=_TEXT_MEDIA_TYPES
    )


def _load() -> None:
    """Load modules that are otherwise loaded at first use; read no secret and no table."""
    dynamo.client()
    logger()
    import_module("cryptography.hazmat.primitives.ciphers.aead")
    import_module("cryptography.hazmat.primitives.kdf.hkdf")


def rows(items: Iterable[str], next_cursor: str | None, **more: object) -> Response:
    """A list's answer from rows that are JSON already, as the tables keep them."""
    tail = json.dumps({"next_cursor": next_cursor, **more}, ensure_ascii=False)
    return Response(f'{{"items":[{",".join(items)}],{tail[1:]}', media_type="application/json")


def answer(content: object, status: int = 200) -> Response:
    """An answer from plain values."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status, media_type="application/json")


async def _refused(request: Request, refusal: Any) -> Response:
    logger().info("refused", extra={"status": refusal.status, "reason": str(refusal)})
    return problem(request, refusal)


async def _not_valid(request: Request, error: Any) -> Response:
    return await _refused(request, InvalidMany(field_errors(error.errors())))


async def _no_route(request: Request, error: Any) -> Response:
    if error.status_code in {404, 405}:
        return await _refused(request, NotFound("path", request.url.path))
    return await _refused(request, InvalidMany([FieldError("body", "not_json")]))


async def _contended(request: Request, _: Any) -> Response:
    return await _refused(request, Conflict("request", "busy"))


async def _unavailable(request: Request, error: Any) -> Response:
    logger().warning("the database does not answer", extra={"reason": str(error.__cause__)})
    return problem(request, Unavailable())


async def _failed(request: Request, error: Any) -> Response:
    request_id = request.scope.get("request_id", "")
    logger().error("failed", extra={"request_id": request_id}, exc_info=error)
    return problem(request, Internal(request_id))
