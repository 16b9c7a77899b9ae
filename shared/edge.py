"""The outermost layer of a room's app: body limit, cost of the request, cache headers."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.dynamo import Meter, meter
from shared.errors import Invalid, Refusal, TooLarge
from shared.ids import new_id
from shared.problems import problem
from shared.settings import settings

MAX_BODY_BYTES = 1024 * 1024


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
            body = await _body(Request(scope, receive))
        except Refusal as refusal:
            await problem(Request(scope), refusal)(scope, receive, send_with_headers)
            return
        await self.app(scope, _replayed(body, receive), send_with_headers)


async def _body(request: Request) -> bytes:
    """The whole body as UTF-8, at most 1 MB."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise TooLarge
        chunks.append(chunk)
    body = b"".join(chunks)
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
