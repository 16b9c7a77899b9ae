"""HTTP with patience: what may pass by itself is tried again, ever more slowly."""

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

TRIES = 7
_TIMEOUT = 60.0
_LONGEST_PAUSE = 60.0
_PASSING = {429, 500, 502, 503, 504}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Answered(Exception):
    """An answer that trying again will not change; `said` is its body."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status, self.said = status, said


class Unreachable(Exception):
    """No answer after all tries."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another host must not be told who we are."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Web:
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
        """The answer's JSON, its decimals exact; Answered or Unreachable."""
        request = urllib.request.Request(  # noqa: S310 - https or loopback, see above
            f"{self._base}{path}", body, dict(headers), method=method
        )
        reason, asked = "", ""
        for attempt in range(TRIES):
            if attempt:
                self._pause(_wait(attempt, asked))
            try:
                with self._opener.open(request, timeout=_TIMEOUT) as answer:
                    return json.loads(answer.read(), parse_float=Decimal)
            except HTTPError as error:
                if error.code not in _PASSING:
                    raise Answered(error.code, error.read().decode(errors="replace")) from error
                reason, asked = f"HTTP {error.code}", error.headers.get("Retry-After", "")
            except (OSError, HTTPException) as error:
                reason, asked = str(getattr(error, "reason", error)), ""
        raise Unreachable(f"{self._base}: {reason}")

    def save(self, address: str, file: Path) -> None:
        """Save what a link leads to, under another name until it is whole."""
        draft = file.with_name(f"{file.name}.part")
        request = urllib.request.Request(urljoin(self._base, address))  # noqa: S310
        with self._opener.open(request, timeout=_TIMEOUT) as answer, draft.open("wb") as whole:
            shutil.copyfileobj(answer, whole)
        draft.replace(file)


def _wait(attempt: int, asked: str) -> float:
    """What the server asked for, else 1, 2, 4 … seconds."""
    return min(float(asked) if asked.isdecimal() else 2.0 ** (attempt - 1), _LONGEST_PAUSE)
