"""A client's credentials as they come: JSON or a form, in the body or by HTTP Basic (RFC 6749)."""

from base64 import b64decode
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import from_json

from shared.kernel.errors import BadCredentials, Invalid

from .schemas import TokenRequest

_FORM = "application/x-www-form-urlencoded"


async def token_request(request: Request) -> TokenRequest:
    """The request for a token as a FastAPI dependency."""
    raw = (await request.body()).decode()
    form = request.headers.get("content-type", "").startswith(_FORM)
    try:
        given = dict(parse_qsl(raw)) if form else from_json(raw)
    except ValueError as error:
        raise Invalid("body", "not_json") from error
    if isinstance(given, dict):
        given |= _basic(request.headers.get("authorization", ""))
    try:
        return TokenRequest.model_validate(given)
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from error


token_request.__dict__["body"] = {"application/json": TokenRequest, _FORM: TokenRequest}


def _basic(header: str) -> dict[str, str]:
    """Client id and secret of an Authorization header, which both are form-encoded in it."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise BadCredentials("Authorization") from error
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}
