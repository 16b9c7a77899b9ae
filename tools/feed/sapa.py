"""Sapa's API: a token that is renewed, and feed batches within its limits."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .http_client import HttpClient, HttpStatusError

MAX_ITEMS, MAX_BYTES = 500, 900_000
_LANGUAGE = {"Accept-Language": "en"}


class ApiClient:
    """Sapa as an API client calls it."""

    def __init__(self, server: HttpClient, client_id: str, secret: str) -> None:
        self._server = server
        self._basic = b64encode(f"{client_id}:{secret}".encode()).decode()
        self._token: str | None = None

    def today(self) -> date:
        """The business date: the date in the cooperative's zone."""
        zone = self._server.call("GET", "/api/auth/settings", _LANGUAGE)["zone"]
        return datetime.now(ZoneInfo(zone)).date()

    def call(self, method: str, path: str, body: bytes | None = None) -> Any:
        """The answer to a path under /api; a token that has ended is asked for anew."""
        if self._token is not None:
            try:
                return self._send(self._token, method, path, body)
            except HttpStatusError as error:
                if error.status not in {401, 403}:
                    raise
        self._token = self._request_token()
        return self._send(self._token, method, path, body)

    def _send(self, token: str, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return self._server.call(method, f"/api{path}", headers | _LANGUAGE, body)

    def _request_token(self) -> str:
        headers = {
            "Authorization": f"Basic {self._basic}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = b"grant_type=client_credentials"
        return str(self._server.call("POST", "/api/auth/token", headers, form)["access_token"])


class FeedClient(ApiClient):
    """Sends feed messages; `source` tells this core system from others."""

    def __init__(self, server: HttpClient, client_id: str, secret: str, source: str) -> None:
        super().__init__(server, client_id, secret)
        self._source = source

    def put(self, kind: str, items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Send items in batches; the answer of each item, in the same order."""
        for batch in batches(items):
            body = json.dumps({"source": self._source, "items": batch}, default=str)
            yield from self.call("PUT", f"/imports/feed/{kind}", body.encode())["items"]


def batches(items: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Up to 500 items and 900 KB each."""
    some: list[dict[str, Any]] = []
    size = 0
    for item in items:
        length = len(json.dumps(item, default=str)) + 2
        if some and (len(some) == MAX_ITEMS or size + length > MAX_BYTES):
            yield some
            some, size = [], 0
        some.append(item)
        size += length
    if some:
        yield some
