"""The gateway's authorizer: who calls, nothing about what they may. It reads no table.

Event: HTTP API REQUEST authorizer, payload 2.0. Answer: `{isAuthorized, context}`, the context as
shared/web/identity.py reads it, all strings. An expired but genuine token passes with its reason,
so that the room answers 401 as problem+json and the site renews.
"""

import time
from typing import Any

from . import tokens
from .verification import Forged, read

REFUSED = {"isAuthorized": False}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The same answer for every route, so that the gateway may keep it by the header."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return REFUSED
    try:
        claims = read(token.strip(), tokens.trusted())
    except Forged:
        return REFUSED
    identity = {name: str(claims.get(name, "")) for name in ("sub", "role", "scope", "offices")}
    identity["exp"] = str(claims["exp"])
    if claims["exp"] <= time.time():
        identity["reason"] = "expired"
    return {"isAuthorized": True, "context": identity}
