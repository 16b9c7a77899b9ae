"""template.yaml and the rooms' apps name the same routes, and each route has its events."""

import importlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from local.template import load

ROOT = Path(__file__).parents[2]
ROUTES = load().routes
EVENTS = [json.loads(path.read_text()) for path in sorted(ROOT.glob("events/*/*.json"))]
APPS = sorted(
    f"{path.parent.name}.{path.stem}"
    for name in ("app.py", "*_app.py")
    for path in ROOT.glob(f"functions/*/{name}")
)


def routes_of(app: str) -> set[str]:
    router = importlib.import_module(app).router
    return {
        f"{method} {route.path}"
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_the_routes_that_the_template_sends_to_it(app: str) -> None:
    assert routes_of(app) == {r.key for r in ROUTES if r.module == app}


def test_every_route_goes_to_an_app_that_exists() -> None:
    assert {route.module for route in ROUTES} == set(APPS)


def test_no_route_is_in_the_template_twice() -> None:
    keys = [route.key for route in ROUTES]
    assert sorted(keys) == sorted(set(keys))


def test_only_these_routes_need_no_identity() -> None:
    assert {route.key for route in ROUTES if route.public} == {
        "POST /auth/login",
        "POST /auth/refresh",
        "POST /auth/logout",
        "POST /auth/token",
        "GET /auth/settings",
        "GET /health",
        "GET /openapi.json",
        "GET /docs",
        "GET /reminders/webhook",
        "POST /reminders/webhook",
    }


def test_every_handler_of_the_template_is_there() -> None:
    handlers = [
        resource["Properties"]["Handler"]
        for resource in load().resources.values()
        if resource["Type"] == "AWS::Serverless::Function"
    ]
    for handler in handlers:
        module, _, function = handler.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function))


def events_by_route() -> dict[str, list[Any]]:
    found = defaultdict(list)
    for case in EVENTS:
        if "routeKey" in case["event"] and case["event"].get("type") != "REQUEST":
            found[case["event"]["routeKey"]].append(case)
    return found


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_a_route_has_an_event_that_succeeds_and_one_that_is_refused(route: Any) -> None:
    cases = events_by_route()[route.key]
    assert {case["handler"] for case in cases} == {route.handler}
    statuses = {case["expect"]["status"] for case in cases}
    assert any(status < 300 for status in statuses)
    if not route.public:
        assert 401 in statuses


def test_no_event_names_a_route_that_is_not_in_the_template() -> None:
    assert events_by_route().keys() <= {route.key for route in ROUTES}


def test_the_authorizer_the_streams_and_the_schedules_have_events() -> None:
    handlers = {case["handler"] for case in EVENTS}
    assert load().authorizer.handler in handlers
    assert {stream.handler for stream in load().streams} <= handlers
    assert {schedule.handler for schedule in load().schedules} <= handlers
