"""The outermost layer of a room's app: way in, limits of path and body, cost, cache headers."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.aws.meter import Meter, meter
from shared.kernel.errors import Invalid, NotFound, Refusal, TooLarge
from shared.kernel.ids import new_id
from shared.kernel.settings import settings

from . import origin
from .problems import problem

MAX_BODY_BYTES = 1024 * 1024
MAX_PATH_PART = 200
"""Characters: longer than every id, and short enough for a key of a table."""


class Edge:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["request_id"] = new_id()
        spent = Meter()
        meter.set(spent)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_headers(spent)]
            await send(message)

        try:
            origin.require(scope.get("aws.event", {}))
            _refuse_impossible(scope["path"])
            body = await _body(Headers(scope=scope), receive)
        except Refusal as refusal:
            await problem(Request(scope), refusal)(scope, receive, send_with_headers)
            return
        await self.app(scope, _replayed(body, receive), send_with_headers)


def _refuse_impossible(path: str) -> None:
    """NotFound for a path in which an id is longer than any, or nothing, or no text."""
    for part in path.split("/")[1:]:
        if len(part) > MAX_PATH_PART or not part.strip() or not part.isprintable():
            raise NotFound("path", path[:MAX_PATH_PART])


async def _body(headers: Headers, receive: Receive) -> bytes:
    """The whole body, UTF-8 and at most 1 MB; what arrived, where the caller disconnected."""
    declared = headers.get("content-length", "0")
    if declared.isdecimal() and (len(declared) > 12 or int(declared) > MAX_BODY_BYTES):
        raise TooLarge
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Invalid("body", "not_utf8") from error
    return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay


def _headers(spent: Meter) -> list[tuple[bytes, bytes]]:
    headers = [(b"cache-control", b"no-store")]
    if settings().server_timing:
        timing = (
            f'db;dur={spent.milliseconds:.2f}, calls;desc="{spent.calls}", '
            f'rcu;desc="{spent.read_units:g}", wcu;desc="{spent.write_units:g}"'
        )
        headers.append((b"server-timing", timing.encode()))
    return headers
