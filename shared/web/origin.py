"""The way a request came: through CloudFront, which adds a secret header, or past it.

The gateway's own host is open to everybody, so what comes past CloudFront is refused: by the
authorizer, whose answers the gateway keeps by this header too, and by a room whose route is public.
A local run has no CloudFront in front: there the connection says who calls.
"""

from hmac import compare_digest
from typing import Any

from shared.aws import origin_secret
from shared.kernel.errors import Forbidden
from shared.kernel.settings import settings

HEADER = "x-origin-verify"


def is_ours(event: dict[str, Any]) -> bool:
    """Whether the request carries CloudFront's secret; locally every request does."""
    if not settings().origin_secret_arn:
        return True
    given = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    found = given.get(HEADER, "").encode()
    return any(compare_digest(found, value.encode()) for value in origin_secret.accepted())


def require(event: dict[str, Any]) -> None:
    """Forbidden past CloudFront. Where the authorizer named a caller it has looked already."""
    if "authorizer" not in event.get("requestContext", {}) and not is_ours(event):
        raise Forbidden("host", "other_host")


def address_of(event: dict[str, Any]) -> str:
    """The address of the browser or program that called.

    CloudFront appends it to X-Forwarded-For, and API Gateway appends its own caller, an edge of
    CloudFront. Without CloudFront anybody could have written the header.
    """
    source: str = event.get("requestContext", {}).get("http", {}).get("sourceIp", "")
    if not settings().origin_secret_arn:
        return source
    chain = event.get("headers", {}).get("x-forwarded-for", "").replace(" ", "").split(",")
    return chain[-2][:45] if len(chain) > 1 and chain[-1] == source else source
