"""Serves the signed links of shared/aws/files.py from the local folder, as S3 serves its own."""

import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from local.template import Expiry
from shared.aws.files import FILE_MODE, SignedLink, disposition, local_path
from shared.aws.observability import logger
from shared.kernel import durable
from shared.kernel.errors import Unavailable

PREFIX = "/files/"
MOST_BYTES = 200 * 1024 * 1024
_DAY = 24 * 3600
_MOST_DIGITS = 12


def sweep(folder: Path, expiries: Sequence[Expiry], now: float) -> int:
    """Delete files that the bucket's lifecycle rules would have deleted by `now` (epoch seconds);
    how many."""
    old = [
        path
        for path in folder.rglob("*")
        if path.is_file() and _is_old(path, folder, expiries, now)
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_old(path: Path, folder: Path, expiries: Sequence[Expiry], now: float) -> bool:
    key = path.relative_to(folder).as_posix()
    days = min((one.days for one in expiries if key.startswith(one.prefix)), default=None)
    return days is not None and now - path.stat().st_mtime > days * _DAY


def _is_number(text: str) -> bool:
    """Whether a time or a size is written there; Python reads no number of very many digits."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


class Files:
    """ASGI app: GET and PUT of one file by its link."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await _answer(Request(scope, receive))
        await answer(scope, receive, send)


async def _answer(request: Request) -> Response:
    query = {name: values[0] for name, values in parse_qs(request.url.query).items()}
    key, expires = request.url.path.removeprefix(PREFIX), query.get("expires", "")
    match request.method:
        case "GET" | "PUT" as method:
            pass
        case _:
            return Response(status_code=405)
    name = query.get("name", "")
    signed = _is_number(expires) and SignedLink(method, key, int(expires), name).is_signed(
        query.get("signature", "")
    )
    if not signed or int(expires) < time.time():
        return Response(status_code=403)
    if method == "PUT":
        return await _put(request, key)
    if not (path := local_path(key)).is_file():
        return Response(status_code=404)
    headers = {"Content-Disposition": disposition(name)} if name else {}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


async def _put(request: Request, key: str) -> Response:
    declared = request.headers.get("content-length", "0")
    if not _is_number(declared) or int(declared) > MOST_BYTES:
        return Response(status_code=413)
    path = local_path(key)
    draft = durable.draft_of(path)
    size = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.touch(FILE_MODE)
        with draft.open("wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > MOST_BYTES:
                    return Response(status_code=413)
                file.write(chunk)
        durable.rename(draft, path)
    except ClientDisconnect:
        return Response(status_code=400)
    except OSError as error:
        logger().error("a file could not be kept", extra={"reason": str(error.strerror)})
        return Response(status_code=503, headers={"Retry-After": str(Unavailable.retry_after)})
    finally:
        draft.unlink(missing_ok=True)
    return Response(status_code=200)
