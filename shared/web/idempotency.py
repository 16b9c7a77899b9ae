"""The header Idempotency-Key, as a route takes it (shared/records/idempotency.py keeps it)."""

from datetime import datetime
from hashlib import sha256

from fastapi import Request

from shared.kernel.caller import Caller
from shared.kernel.errors import Invalid
from shared.records.idempotency import HEADER, IdempotentRequest
from shared.records.keys import idempotency as keys

_MAX_KEY = 200


def documented(*, required: bool) -> dict[str, object]:
    """The header in a route's part of the API's document (`openapi_extra`)."""
    schema = {"type": "string", "maxLength": _MAX_KEY}
    header = {"name": HEADER, "in": "header", "required": required, "schema": schema}
    return {"parameters": [header]}


async def idempotent_request(
    request: Request, table: str, caller: Caller, now: datetime, *, required: bool = False
) -> IdempotentRequest:
    """The request's key; Invalid where the header is required and absent, or too long."""
    key = request.headers.get(HEADER, "").strip()
    if not key and required:
        raise Invalid(HEADER, "idempotency_missing")
    if len(key) > _MAX_KEY:
        raise Invalid(HEADER, "too_long", limit=_MAX_KEY)
    pk = keys.partition(caller.name, request.method, request.url.path, key)
    digest = sha256(await request.body()).hexdigest()
    return IdempotentRequest(table, pk if key else None, digest, now)
