"""API Gateway, CloudFront and the authorizer's cache, in this process.

`/api/*` goes by the template's routes to the rooms' ASGI apps, `/files/*` to the folder that stands
for the bucket of files, everything else to the site. Refusals have the bodies of API Gateway's.
"""

import importlib
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.files import PREFIX as FILES
from local.files import Files
from local.headers import EdgeHeaders
from local.template import Authorizer, Route, Template

API = "/api"
READING = {"GET", "HEAD", "OPTIONS"}
_CACHED_IDENTITIES = 1000


class Gateway:
    """ASGI app: all of Sapa on one port. `wrote` is called after requests that may have written."""

    def __init__(
        self, template: Template, site: ASGIApp, wrote: Callable[[], None] = lambda: None
    ) -> None:
        self._site, self._wrote = site, wrote
        self._files = Files()
        self._headers = EdgeHeaders(template.resources)
        self._routes = [_Bound(route) for route in _most_specific_first(template.routes)]
        self._authorizer = _Authorizer(template.authorizer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._headers.add(scope["path"], MutableHeaders(raw=message["headers"]))
            await send(message)

        if scope["path"].startswith(f"{API}/"):
            await self._api(scope, receive, send_with_headers)
        elif scope["path"].startswith(FILES):
            await self._files(scope, receive, send_with_headers)
        else:
            await self._site(scope, receive, send_with_headers)

    async def _api(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(API)
        bound = next((b for b in self._routes if b.matches(scope["method"], path)), None)
        if bound is None:
            await JSONResponse({"message": "Not Found"}, 404)(scope, receive, send)
            return
        event = _event(scope, bound.route)
        if not bound.route.public:
            if "authorization" not in event["headers"]:
                await JSONResponse({"message": "Unauthorized"}, 401)(scope, receive, send)
                return
            context = self._authorizer(event)
            if context is None:
                await JSONResponse({"message": "Forbidden"}, 403)(scope, receive, send)
                return
            event["requestContext"]["authorizer"] = {"lambda": context}
        inner = {**scope, "path": path, "raw_path": scope["raw_path"].removeprefix(API.encode())}
        await bound.app({**inner, "aws.event": event}, receive, send)
        if scope["method"] not in READING:
            self._wrote()


class _Bound:
    """A route with the app of its room."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.app: ASGIApp = importlib.import_module(route.module).app
        self._pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route.path)))

    def matches(self, method: str, path: str) -> bool:
        return method == self.route.method and self._pattern.fullmatch(path) is not None


class _Authorizer:
    """The real authorizer; its answers are kept by the header as long as the template says."""

    def __init__(self, authorizer: Authorizer) -> None:
        module, _, function = authorizer.handler.rpartition(".")
        self._decide = getattr(importlib.import_module(module), function)
        self._seconds = authorizer.ttl
        self._kept: dict[str, tuple[float, dict[str, str] | None]] = {}

    def __call__(self, event: dict[str, Any]) -> dict[str, str] | None:
        """The context, or None where the authorizer refuses."""
        header = event["headers"]["authorization"]
        until, context = self._kept.get(header, (0.0, None))
        if until < time.monotonic():
            request = {**event, "type": "REQUEST", "identitySource": [header]}
            answer = self._decide(request, None)
            context = answer.get("context", {}) if answer["isAuthorized"] else None
            if len(self._kept) >= _CACHED_IDENTITIES:
                self._kept.clear()
            self._kept[header] = (time.monotonic() + self._seconds, context)
        return context


def _most_specific_first(routes: Sequence[Route]) -> list[Route]:
    """API Gateway prefers a full match over one with variables."""
    return sorted(routes, key=lambda route: route.path.count("{"))


def _event(scope: Scope, route: Route) -> dict[str, Any]:
    """The parts of an event (payload format 2.0) that rooms and the authorizer read."""
    source = scope["client"][0] if scope.get("client") else ""
    return {
        "version": "2.0",
        "routeKey": route.key,
        "routeArn": f"arn:aws:execute-api:local:000000000000:local/api/{route.method}{route.path}",
        "rawPath": scope["path"],
        "rawQueryString": scope["query_string"].decode(),
        "headers": {**Headers(scope=scope), "x-forwarded-for": source},
        "requestContext": {
            "http": {
                "method": scope["method"],
                "path": scope["path"],
                "protocol": f"HTTP/{scope['http_version']}",
                "sourceIp": source,
                "userAgent": Headers(scope=scope).get("user-agent", ""),
            },
            "routeKey": route.key,
            "stage": "api",
        },
    }
