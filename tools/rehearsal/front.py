"""What stands for CloudFront, which the emulator only describes: `/DISTRIBUTION/api/...`.

The origin and the headers that are added come from the deployed distribution. A header that is
added replaces the caller's, and the caller's address is appended to X-Forwarded-For.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import urllib3

VIEWER = "203.0.113.7"
"""Whom every caller is taken for."""
ANSWER_SECONDS = 60.0
_OF_A_CONNECTION = {"connection", "content-length", "date", "host", "server", "transfer-encoding"}


@contextmanager
def front(url: str, emulator: str, cloudfront: Any) -> Iterator[None]:
    """Serve at this address what the emulator's distributions have as their origin `api`."""
    handler = type("Handler", (_Front,), {"emulator": emulator, "cloudfront": cloudfront})
    where = urlsplit(url)
    with ThreadingHTTPServer((str(where.hostname), where.port or 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


class _Front(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    emulator: str
    cloudfront: Any

    def _pass_on(self) -> None:
        _, distribution, path = self.path.split("/", 2)
        origin = self._origin(distribution)
        api = origin["DomainName"].partition(".")[0]
        size = int(self.headers.get("Content-Length", 0))
        answer = urllib3.request(
            self.command,
            f"{self.emulator}/_aws/execute-api/{api}/{path}",
            body=self.rfile.read(size),
            headers=self._sent(origin),
            timeout=ANSWER_SECONDS,
            retries=False,
            redirect=False,
            decode_content=False,
        )
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in _OF_A_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        self.wfile.write(answer.data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815

    def _origin(self, distribution: str) -> Mapping[str, Any]:
        config = self.cloudfront.get_distribution_config(Id=distribution)["DistributionConfig"]
        return next(each for each in config["Origins"]["Items"] if each["Id"] == "api")

    def _sent(self, origin: Mapping[str, Any]) -> dict[str, str]:
        added = {h["HeaderName"]: h["HeaderValue"] for h in origin["CustomHeaders"]["Items"]}
        dropped = _OF_A_CONNECTION | {name.lower() for name in added}
        kept = {n: v for n, v in self.headers.items() if n.lower() not in dropped}
        forwarded = filter(None, (self.headers.get("X-Forwarded-For"), VIEWER))
        return {**kept, **added, "X-Forwarded-For": ", ".join(forwarded)}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Say nothing."""
