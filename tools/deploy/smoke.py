"""Whether a deployment answers through its public address."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import urllib3

from .site import FOR_EVER, PAGE, File

PATIENCE_SECONDS = 120.0
ANSWER_SECONDS = 30.0


class Failed(Exception):
    """Something does not answer as it should."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Get = Callable[[str], Answer]


def get(url: str) -> Answer:
    """Ask over the network; what cannot be reached answers 0."""
    try:
        found = urllib3.request("GET", url, timeout=ANSWER_SECONDS, redirect=False, retries=False)
    except urllib3.exceptions.HTTPError as error:
        return Answer(0, {}, str(error).encode())
    return Answer(found.status, found.headers, found.data)


def check_api(url: str, fetch: Get = get) -> None:
    """It is well, says the cooperative's name to everybody, and members to nobody unknown."""
    health = fetch(f"{url}/health")
    _must("GET /health", health.status == 200 and _json(health) == {"status": "ok"}, health)
    settings = fetch(f"{url}/auth/settings")
    _must("GET /auth/settings", settings.status == 200 and "zone" in _json(settings), settings)
    unknown = fetch(f"{url}/members")
    _must("GET /members without a token", unknown.status == 401, unknown)


def check_site(url: str, files: list[File], fetch: Get = get) -> None:
    """The new page is shown, and the assets that it needs are there for ever."""
    page = next(file for file in files if file.path == PAGE)
    shown = fetch(f"{url}/")
    _must("the new page", shown.status == 200 and shown.content == page.content, shown)
    for name in ("content-security-policy", "strict-transport-security"):
        _must(f"the page's {name}", name in shown.headers, shown)
    for file in files:
        if file.is_asset and file.path.encode() in page.content:
            found = fetch(f"{url}/{file.path}")
            _must(file.path, found.status == 200 and found.content == file.content, found)
            _must(f"{file.path} for ever", found.headers.get("cache-control") == FOR_EVER, found)


def patiently(check: Callable[[], None], seconds: float = PATIENCE_SECONDS) -> None:
    """The check, until it succeeds; its last Failed after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return check()
        except Failed:
            if time.monotonic() > deadline:
                raise
        time.sleep(3)


def _json(answer: Answer) -> dict[str, object]:
    try:
        found = json.loads(answer.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _must(what: str, holds: object, answer: Answer) -> None:
    if not holds:
        raise Failed(f"{what}: {answer.status} {answer.content[:200]!r} {dict(answer.headers)}")
