"""A Fineract server that answers from files."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

FINERACT = Path(__file__).parents[2] / "data/fineract"


class Fineract:
    """Answers `GET /loans` from loans.json, page by page; `changed` is laid over the files, by
    name; `failing` answers are 503 first."""

    def __init__(self, failing: int = 0) -> None:
        self.changed: dict[str, Any] = {}
        self.asked: list[str] = []
        self.failing = failing

    def answer(self, path: str, headers: Any) -> tuple[int, Any]:
        basic = b64encode(b"mifos:rahasia").decode()
        if headers["Authorization"] != f"Basic {basic}":
            return 401, {"developerMessage": "Invalid authentication details were passed"}
        if headers["Fineract-Platform-TenantId"] != "koperasi":
            return 401, {"developerMessage": "Invalid tenant identifier"}
        if self.failing:
            self.failing -= 1
            return 503, {}
        parts = urlsplit(path)
        name = parts.path.removeprefix("/api/v1/").replace("/", "-")
        self.asked.append(name)
        found = self.changed.get(name) or json.loads((FINERACT / f"{name}.json").read_text())
        if "pageItems" in found:
            query = parse_qs(parts.query)
            start, size = int(query["offset"][0]), int(query["limit"][0])
            found = {**found, "pageItems": found["pageItems"][start : start + size]}
        return 200, found

    @contextmanager
    def serving(self) -> Iterator[str]:
        fineract = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, found = fineract.answer(self.path, self.headers)
                body = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api/v1"
        finally:
            server.shutdown()
            server.server_close()
