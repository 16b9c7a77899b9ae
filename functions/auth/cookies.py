"""The cookies of a browser: that of its session, and that by which it is known."""

import secrets
from re import ASCII, fullmatch

from fastapi import Request
from starlette.responses import Response

from shared.kernel.errors import Forbidden

from . import rules

NAME = "sapa_refresh"
BROWSER = "sapa_browser"
_FORM = r"[\w-]{22}"


def remember(response: Response, token: str, max_age: int) -> None:
    """Set the cookie for `max_age` seconds; scripts cannot read it, other sites cannot send it."""
    _set(response, NAME, token, max_age)


def know(response: Response, browser: str) -> None:
    """Let this browser be known for 90 days, whoever is signed in."""
    _set(response, BROWSER, browser, rules.KNOWN_SECONDS)


async def browser(request: Request) -> str:
    """By which this browser is known: its cookie, or 128 random bits for a new one."""
    kept = request.cookies.get(BROWSER, "")
    return kept if fullmatch(_FORM, kept, ASCII) else secrets.token_urlsafe(16)


def _set(response: Response, name: str, value: str, max_age: int) -> None:
    attributes = f"HttpOnly; Max-Age={max_age}; Path=/api/auth; SameSite=Strict; Secure"
    response.headers.append("Set-Cookie", f"{name}={value}; {attributes}")


def forget(response: Response) -> None:
    """Take the cookie back."""
    remember(response, "", 0)


async def refresh_token(request: Request) -> str:
    """The cookie's token, empty without one; Forbidden when the browser says another site asks.

    SameSite=Strict already keeps such a cookie at home. The Origin is not compared with the host,
    since behind CloudFront the API's host is another than the page's.
    """
    headers = request.headers
    if headers.get("sec-fetch-site") == "cross-site" or headers.get("origin") == "null":
        raise Forbidden("Origin", "cross_site")
    return request.cookies.get(NAME, "")
