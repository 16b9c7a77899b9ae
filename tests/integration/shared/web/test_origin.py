"""Behind CloudFront a room whose route is public refuses what comes past it."""

import pytest

from local.template import Route, load
from tests.integration.events import event, identity, invoke

PUBLIC = [route for route in load().routes if route.public]


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("route", PUBLIC, ids=lambda route: route.key)
def test_a_public_route_answers_only_what_came_through_cloudfront(
    route: Route, origin_secret: dict[str, str]
) -> None:
    def answered(**headers: str) -> tuple[int, list[str]]:
        found = invoke(route.handler, event(route.method, route.path, headers=headers))
        named = found.fields if found.headers["content-type"].endswith("problem+json") else []
        return found.status, named

    assert answered() == (403, ["host"])
    assert answered(**{"x-origin-verify": "a guess"}) == (403, ["host"])
    assert answered(**{"x-origin-verify": origin_secret["current"]}) != (403, ["host"])


@pytest.mark.usefixtures("tables", "origin_secret")
def test_who_was_named_by_the_gateway_need_not_show_the_header_again() -> None:
    sent = event("GET", "/members", caller=identity())
    assert invoke("members.app.lambda_handler", sent).status == 200
