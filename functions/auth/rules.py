"""What signing in decides: waiting, sessions. Pure: time and state come in."""

from base64 import b64decode
from collections.abc import Sequence
from itertools import pairwise
from re import search
from typing import Literal

FREE_FAILURES = 5
WINDOW_SECONDS = 15 * 60
_FIRST_WAIT_SECONDS = 30
_LONGEST_WAIT_SECONDS = 15 * 60

IDLE_SECONDS = 12 * 3600
LONGEST_SECONDS = 30 * 24 * 3600
GRACE_SECONDS = 30
KNOWN_SECONDS = 90 * 24 * 3600
"""So long a browser or an address stays known after the last sign-in from there."""

MAX_LOGO_KB = 100
_IMAGES = {
    "image/png": rb"\A\x89PNG\r\n",
    "image/jpeg": rb"\A\xff\xd8\xff",
    "image/webp": rb"(?s)\ARIFF.{4}WEBP",
    "image/svg+xml": rb"<svg[\s>]",
}

TokenUse = Literal["current", "repeated", "reused"]


def fold_username(username: str) -> str:
    """User names are kept in lower case."""
    return username.strip().lower()


def is_rising(bounds: Sequence[int]) -> bool:
    """Whether each is more than the one before it."""
    return all(before < after for before, after in pairwise(bounds))


def wait_after(failures: int) -> int:
    """Seconds between a user's last failure and the next attempt: 0 for the free ones, then 30,
    which doubles up to 15 minutes."""
    if failures < FREE_FAILURES:
        return 0
    return min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS << min(failures - FREE_FAILURES, 10))


def wait_now(failures: int, last: int, now: int) -> int:
    """Seconds that are left to wait, 0 when an attempt is free; times are epoch seconds."""
    return max(0, last + wait_after(failures) - now)


def attempts_expire(failures: int, last: int) -> int:
    """When failures no longer count (epoch seconds): 15 minutes after the last one's wait."""
    return last + wait_after(failures) + WINDOW_SECONDS


def session_end(began: int, now: int) -> int:
    """When a session that is used now ends: 12 idle hours, 30 days after signing in at most."""
    return min(now + IDLE_SECONDS, began + LONGEST_SECONDS)


def classify_token(
    presented: str, current: str, previous: str | None, rotated: int, now: int
) -> TokenUse:
    """What a refresh token (its hash) is to its family; times are epoch seconds.

    `repeated` is the one before, within 30 seconds of its rotation: two tabs, or a lost answer.
    `reused` is any other, so somebody has a copy.
    """
    if presented == current:
        return "current"
    if presented == previous and now - rotated <= GRACE_SECONDS:
        return "repeated"
    return "reused"


def logo_fault(data_url: str) -> str | None:
    """The code of what is wrong with a logo, None when nothing is."""
    media_type, marker, encoded = data_url.partition(";base64,")
    magic = _IMAGES.get(media_type.removeprefix("data:"))
    if not data_url.startswith("data:") or not marker or magic is None:
        return "not_logo"
    if len(encoded) * 3 // 4 > MAX_LOGO_KB * 1024 + 2:
        return "logo_too_large"
    try:
        image = b64decode(encoded, validate=True)
    except ValueError:
        return "not_logo"
    if len(image) > MAX_LOGO_KB * 1024:
        return "logo_too_large"
    return None if search(magic, image[:1024]) else "not_logo"
