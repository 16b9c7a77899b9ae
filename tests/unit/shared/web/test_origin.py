"""Which requests came through CloudFront, and whose address they have."""

from typing import Any

import pytest

from auth import authorizer
from shared.kernel.errors import Forbidden
from shared.web import origin

BROWSER, EDGE = "198.51.100.9", "130.176.0.10"


def request(
    header: str | None = None, forwarded: str = f"{BROWSER}, {EDGE}", **context: Any
) -> dict[str, Any]:
    headers = {"x-forwarded-for": forwarded}
    if header is not None:
        headers["X-Origin-Verify"] = header
    return {"headers": headers, "requestContext": {"http": {"sourceIp": EDGE}, **context}}


@pytest.mark.parametrize(
    "header", [None, "", "a guess", "what CloudFront send", "sebuah tebakan é"]
)
def test_what_does_not_carry_the_secret_is_refused(
    origin_secret: dict[str, str], header: str | None
) -> None:
    with pytest.raises(Forbidden):
        origin.require(request(header))
    assert authorizer.lambda_handler(request(header), None) == authorizer.REFUSED


def test_while_the_secret_is_replaced_both_values_hold(origin_secret: dict[str, str]) -> None:
    origin_secret["next"] = "what it sends soon"
    for value in origin_secret.values():
        origin.require(request(value))
    origin_secret |= {"current": origin_secret.pop("next")}
    origin.require(request("what it sends soon"))
    assert not origin.is_ours(request("what CloudFront sends"))


def test_an_empty_value_lets_nobody_in(origin_secret: dict[str, str]) -> None:
    origin_secret["next"] = ""
    assert not origin.is_ours(request(""))
    assert not origin.is_ours(request())


def test_where_the_authorizer_named_a_caller_the_header_was_right(
    origin_secret: dict[str, str],
) -> None:
    origin.require(request(authorizer={"lambda": {"sub": "siti"}}))


def test_behind_cloudfront_the_address_is_the_one_that_cloudfront_appended(
    origin_secret: dict[str, str],
) -> None:
    for made_up in ("", "192.0.2.1, ", "192.0.2.1, 192.0.2.2, "):
        sent = request(forwarded=f"{made_up}{BROWSER}, {EDGE}")
        assert origin.address_of(sent) == BROWSER
    assert origin.address_of(request(forwarded=EDGE)) == EDGE
    assert origin.address_of(request(forwarded=f"{BROWSER}, 192.0.2.1")) == EDGE


def test_without_cloudfront_every_way_is_ours_and_the_address_is_the_connections() -> None:
    origin.require(request())
    assert origin.address_of(request()) == EDGE
