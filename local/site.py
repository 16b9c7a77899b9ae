"""Serves the built site as CloudFront would: compressed, with ETags (other headers: gateway.py)."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_MIN_COMPRESSED_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Asset:
    """A file in the encodings in which it may be sent."""

    bodies: dict[str, bytes]
    media_type: str
    etag: str

    @classmethod
    def read(cls, path: Path) -> "Asset":
        body = path.read_bytes()
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        bodies = {"": body}
        if len(body) >= _MIN_COMPRESSED_BYTES and not media_type.startswith("image/p"):
            bodies["br"] = brotli.compress(body, quality=9)
            bodies["gzip"] = gzip.compress(body, 9)
        return cls(bodies, media_type, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


class Site:
    """ASGI app over the built site; read once at the start."""

    def __init__(self, folder: Path) -> None:
        names = [p.relative_to(folder) for p in folder.rglob("[!.]*") if p.is_file()]
        shown = [n for n in names if not n.parts[0].startswith(".")]
        self._assets = {f"/{n.as_posix()}": Asset.read(folder / n) for n in shown}

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
        encoding = next((e for e in ("br", "gzip") if e in accepted and e in asset.bodies), "")
        if encoding:
            headers["Content-Encoding"] = encoding
        body = b"" if scope["method"] == "HEAD" else asset.bodies[encoding]
        return Response(body, headers=headers, media_type=asset.media_type)
