"""Real API Gateway payloads (HTTP API, version 2.0) for tests, and the call of a room with one."""

import asyncio
import importlib
import json
import warnings
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

FAR_FUTURE = "4102444800"
MEMBER_ID = "01JB0000000000000000000001"
UNKNOWN_ID = "01JBZZZZZZZZZZZZZZZZZZZZZZ"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a lambda_handler answered, its body read as JSON where it is that."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def calls(self) -> int:
        """DynamoDB calls, from Server-Timing."""
        timing = self.headers["server-timing"]
        return int(timing.split('calls;desc="')[1].split('"')[0])

    @property
    def fields(self) -> list[str]:
        """The fields that a problem names."""
        return [error["field"] for error in self.body["errors"]]


def identity(role: str = "admin", offices: str = "", sub: str = "siti", scope: str = "") -> Any:
    """An authorizer's context; the API client's role is `client`, with scopes."""
    return {"sub": sub, "role": role, "scope": scope, "offices": offices, "exp": FAR_FUTURE}


def event(
    method: str,
    path: str,
    body: object = None,
    *,
    query: dict[str, object] | None = None,
    headers: dict[str, str] | None = None,
    caller: dict[str, str] | None = None,
    route: str | None = None,
) -> dict[str, Any]:
    """A payload-2.0 event as the gateway sends it (stage `api`)."""
    sent: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {route or path}",
        "rawPath": f"/api{path}",
        "rawQueryString": urlencode(query or {}),
        "headers": {
            "accept": "application/json",
            "host": "sapa.example",
            "x-forwarded-for": "203.0.113.7",
            **({"content-type": "application/json"} if body is not None else {}),
            **(headers or {}),
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": "sapa.example",
            "http": {
                "method": method,
                "path": f"/api{path}",
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "Mozilla/5.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": f"{method} {route or path}",
            "stage": "api",
            "time": "24/Nov/2026:07:00:00 +0000",
            "timeEpoch": 1795503600000,
        },
        "isBase64Encoded": False,
    }
    if query:
        sent["queryStringParameters"] = {name: str(value) for name, value in query.items()}
    if caller is not None:
        sent["requestContext"]["authorizer"] = {"lambda": caller}
    if body is not None:
        sent["body"] = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return sent


@contextmanager
def _own_loop() -> Iterator[None]:
    """Mangum runs on the thread's event loop; a thread of a test needs one, as a Lambda has.

    The loop that importing a room made stays the thread's, else it would be lost unclosed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            earlier: asyncio.AbstractEventLoop | None = asyncio.get_event_loop()
        except RuntimeError:
            earlier = None
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(earlier)
        loop.close()


def invoke(handler: str, sent: dict[str, Any]) -> Answer:
    """Call a handler by its name in template.yaml, such as `members.app.lambda_handler`."""
    module, _, function = handler.rpartition(".")
    with _own_loop():
        raw = getattr(importlib.import_module(module), function)(sent, None) or {}
    if "statusCode" not in raw:
        return Answer(200, {}, raw)
    body = raw.get("body") or ""
    if raw.get("isBase64Encoded"):
        body = b64decode(body).decode(errors="replace")
    is_json = "json" in raw["headers"].get("content-type", "")
    read = json.loads(body) if is_json and body else body
    headers = {**raw["headers"], "set-cookie": "\n".join(raw.get("cookies", []))}
    return Answer(raw["statusCode"], headers, read)


@dataclass(frozen=True, slots=True)
class Room:
    """A room's API as one caller uses it: `room("GET", "/members", query={"q": "budi"})`."""

    name: str
    caller: dict[str, str]
    app: str = "app"

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = event(method, path, body, query=query, headers=headers, caller=self.caller)
        return invoke(f"{self.name}.{self.app}.lambda_handler", sent)

    def by(self, role: str, offices: str = "", sub: str = "siti", scope: str = "") -> "Room":
        """The same room for another caller."""
        return replace(self, caller=identity(role, offices, sub, scope))
