"""Serves the built site as CloudFront would: compressed, with ETags (other headers: gateway.py)."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_MIN_COMPRESSED_BYTES = 1000
_COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, 9),
}
"""The best first."""


class Asset:
    """A file in the encodings in which it may be sent; it is compressed when that is asked for."""

    def __init__(self, path: Path) -> None:
        body = path.read_bytes()
        self.media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        shrinks = len(body) >= _MIN_COMPRESSED_BYTES and not self.media_type.startswith("image/p")
        self.encodings = tuple(_COMPRESSED) if shrinks else ()
        self._bodies = {"": body}

    def body(self, encoding: str) -> bytes:
        """The whole file, in one of its encodings or as it is ("")."""
        if encoding not in self._bodies:
            self._bodies[encoding] = _COMPRESSED[encoding](self._bodies[""])
        return self._bodies[encoding]


class Site:
    """ASGI app over the built site; read once at the start."""

    def __init__(self, folder: Path) -> None:
        names = [p.relative_to(folder) for p in folder.rglob("[!.]*") if p.is_file()]
        shown = [n for n in names if not n.parts[0].startswith(".")]
        self._assets = {f"/{n.as_posix()}": Asset(folder / n) for n in shown}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=405)
        path = "/index.html" if scope["path"] == "/" else scope["path"]
        asset = self._assets.get(path)
        if asset is None:
            return Response("Not Found", 404, media_type="text/plain")
        sent = Headers(scope=scope)
        headers = {"ETag": asset.etag, "Vary": "Accept-Encoding"}
        if sent.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        accepted = {
            part.split(";")[0].strip() for part in sent.get("accept-encoding", "").split(",")
        }
        encoding = next((each for each in asset.encodings if each in accepted), "")
        if encoding:
            headers["Content-Encoding"] = encoding
        body = b"" if scope["method"] == "HEAD" else asset.body(encoding)
        return Response(body, headers=headers, media_type=asset.media_type)
