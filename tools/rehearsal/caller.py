"""Who calls a deployed API over HTTP, and what a walk needs beside: expectations and patience."""

import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import urllib3

from local.template import Route

ANSWER_SECONDS = 60.0
PATIENCE_SECONDS = 120.0
T = TypeVar("T")


class Unexpected(Exception):
    """The deployment does not do what it should."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said."""

    status: int
    headers: Any
    body: Any


@dataclass(slots=True)
class Caller:
    """A signed-in user of one deployment; remembers which paths were called."""

    api: str
    token: str = ""
    called: set[tuple[str, str]] = field(default_factory=set)

    def __call__(
        self, method: str, path: str, body: Any = None, *, expect: int = 200, **headers: str
    ) -> Any:
        """The body of an answer that has the expected status."""
        found = self.ask(method, path, body, **headers)
        if found.status != expect:
            raise Unexpected(f"{method} {path}: {found.status}, not {expect}: {found.body}")
        return found.body

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Any answer."""
        self.called.add((method, path.partition("?")[0]))
        sent = {"Content-Type": "application/json", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if method == "POST":
            sent["Idempotency-Key"] = str(uuid4())
        data = None if body is None else json.dumps(body).encode()
        status, found, content = fetch(self.api + path, method, data, sent)
        kind = found.get("content-type", "")
        return Answer(status, found, json.loads(content) if content and "json" in kind else content)


def fetch(
    url: str, method: str = "GET", data: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, Any, bytes]:
    """(status, headers, content) of any answer."""
    try:
        answer = urllib3.request(
            method, url, body=data, headers=headers, timeout=ANSWER_SECONDS, retries=False
        )
    except urllib3.exceptions.HTTPError as error:
        raise Unexpected(f"{method} {url}: {error}") from error
    return answer.status, answer.headers, answer.data


def until(
    what: str, look: Callable[[], T], good: Callable[[T], object], seconds: float = PATIENCE_SECONDS
) -> T:
    """What is seen once it is good; Unexpected with what was seen last."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if good(seen):
            return seen
        if time.monotonic() > deadline:
            raise Unexpected(f"{what}: not within {seconds:.0f} s, last {seen}")
        time.sleep(0.3)


def must(what: str, holds: object, seen: object = "") -> None:
    """Say what does not hold."""
    if not holds:
        raise Unexpected(f"{what} {seen}".strip())


def not_called(routes: Iterable[Route], called: set[tuple[str, str]]) -> list[str]:
    """The keys of the routes that no call reached; literal paths come first, as in the gateway."""
    rest = sorted(routes, key=lambda route: route.path.count("{"))
    reached = set()
    for method, path in called:
        for route in rest:
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route.path))
            if method == route.method and re.fullmatch(pattern, path):
                reached.add(route.key)
                break
    return [route.key for route in rest if route.key not in reached]
