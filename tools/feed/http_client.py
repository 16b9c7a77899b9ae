"""An HTTP client that tries again, with growing pauses, what may succeed later."""

import json
import shutil
import time
import urllib.request
from collections.abc import Callable, Mapping
from decimal import Decimal
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

ATTEMPTS = 7
_TIMEOUT_SECONDS = 60.0
_MAX_PAUSE_SECONDS = 60.0
_RETRIED_STATUSES = {429, 500, 502, 503, 504}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class HttpStatusError(Exception):
    """An error status that trying again will not change; `body` is the answer's."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status, self.body = status, body


class Unreachable(Exception):
    """No answer after all tries."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: another host must not get the credentials."""

    def redirect_request(self, *_: Any) -> None:
        return None


class HttpClient:
    """One server: `base` is the address that paths are behind."""

    def __init__(self, base: str, pause: Callable[[float], object] = time.sleep) -> None:
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError(f"{base}: only https, or http to this computer")
        self._base, self._pause = base.rstrip("/"), pause
        self._opener = urllib.request.build_opener(_NoRedirect)

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Any:
        """The answer's JSON, its decimals exact; HttpStatusError or Unreachable."""
        request = urllib.request.Request(  # noqa: S310 - https or loopback, see above
            f"{self._base}{path}", body, dict(headers), method=method
        )
        reason, retry_after = "", ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(_wait(attempt, retry_after))
            try:
                with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                    return json.loads(answer.read(), parse_float=Decimal)
            except HTTPError as error:
                if error.code not in _RETRIED_STATUSES:
                    raise HttpStatusError(
                        error.code, error.read().decode(errors="replace")
                    ) from error
                reason, retry_after = f"HTTP {error.code}", error.headers.get("Retry-After", "")
            except (OSError, HTTPException) as error:
                reason, retry_after = str(getattr(error, "reason", error)), ""
        raise Unreachable(f"{self._base}: {reason}")

    def save(self, address: str, file: Path) -> None:
        """Save what a link leads to, under another name until it is whole."""
        draft = file.with_name(f"{file.name}.part")
        request = urllib.request.Request(urljoin(self._base, address))  # noqa: S310
        with (
            self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer,
            draft.open("wb") as whole,
        ):
            shutil.copyfileobj(answer, whole)
        draft.replace(file)


def _wait(attempt: int, retry_after: str) -> float:
    """Seconds: what the server asked for, else 1, 2, 4 …, at most 60."""
    return min(
        float(retry_after) if retry_after.isdecimal() else 2.0 ** (attempt - 1), _MAX_PAUSE_SECONDS
    )
