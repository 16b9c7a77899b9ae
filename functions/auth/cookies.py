"""The refresh cookie, and who may send it."""

from fastapi import Request
from starlette.responses import Response

from shared.kernel.errors import Forbidden

NAME = "sapa_refresh"


def remember(response: Response, token: str, max_age: int) -> None:
    """Set the cookie for `max_age` seconds; scripts cannot read it, other sites cannot send it."""
    attributes = f"HttpOnly; Max-Age={max_age}; Path=/api/auth; SameSite=Strict; Secure"
    response.headers.append("Set-Cookie", f"{NAME}={token}; {attributes}")


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
