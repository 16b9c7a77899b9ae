"""The gateway's authorizer: who calls, nothing about what they may. It reads no table.

Event: HTTP API REQUEST authorizer, payload 2.0. Answer: `{isAuthorized, context}`, the context as
shared/web/identity.py reads it, all strings. What comes past CloudFront is refused. An expired but
genuine token passes with its reason, so that the room answers 401 as problem+json and the site
renews.
"""

import time
from contextlib import suppress
from typing import Any

from shared.aws import origin_secret
from shared.aws.process_start import at_start
from shared.web import origin

from . import tokens
from .verification import Forged, read

REFUSED = {"isAuthorized": False}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The same answer for every route, so that the gateway may keep it by the headers."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if not origin.is_ours(event):
        return REFUSED
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return REFUSED
    try:
        claims = read(token.strip(), tokens.trusted())
    except Forged:
        return REFUSED
    identity = {name: str(claims.get(name, "")) for name in ("sub", "role", "scope", "offices")}
    identity["ver"] = str(claims.get("ver", 0))
    identity["exp"] = str(claims["exp"])
    if claims["exp"] <= time.time():
        identity["reason"] = "expired"
    return {"isAuthorized": True, "context": identity}


def _load() -> None:
    """Everything but the secret of CloudFront. The public half of a key never changes: it is read
    here, or at the first call where it cannot be read yet."""
    from botocore.exceptions import BotoCoreError, ClientError

    origin_secret.reader()
    with suppress(BotoCoreError, ClientError):
        for key in tokens.trusted():
            _ = key.public_key


at_start(_load)
