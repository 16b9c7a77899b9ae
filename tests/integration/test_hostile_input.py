"""No input makes a room fail: each event that succeeds, with each of its parts made hostile.

The parts are found in the events, the routes and the API's document, so that a new route brings its
own cases.
"""

import copy
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from tests.integration.events import invoke
from tests.integration.test_events import FILES, SEEDS

DOCUMENT = json.loads(
    (Path(__file__).parents[2] / "functions/auth/openapi.json").read_text(encoding="utf-8")
)
TEXTS = (
    "",
    " ",
    "x" * 1100,
    "9" * 5000,
    "\u202e\u200b",
    "\x00",
    "9999-12-31",
    "9999-12-31T23:59:59-14:00",
)
VALUES: tuple[Any, ...] = (*TEXTS, None, True, -1, 2**63, 10**2000, [], {})
SUCCEEDING = [
    file
    for file in FILES
    if ".app." in (case := json.loads(file.read_text()))["handler"]
    and case["expect"]["status"] < 300
]


def paths(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The event with each parameter of its path hostile."""
    route = event["routeKey"].partition(" ")[2].split("/")
    parts = event["rawPath"].removeprefix("/api").split("/")
    for number, name in enumerate(route):
        if name.startswith("{"):
            for text in TEXTS:
                for sent in {text.replace("/", "%2F"), quote(text, safe="")}:
                    path = "/".join(["/api", *parts[1:number], sent, *parts[number + 1 :]])
                    http = {**event["requestContext"]["http"], "path": path}
                    context = {**event["requestContext"], "http": http}
                    yield {**event, "rawPath": path, "requestContext": context}


def queries(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The event with each parameter that its route takes hostile."""
    method, _, route = event["routeKey"].partition(" ")
    operation = DOCUMENT["paths"].get(route, {}).get(method.lower(), {})
    given = dict(parse_qsl(event["rawQueryString"]))
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            for text in TEXTS:
                query = {**given, parameter["name"]: text}
                yield {**event, "rawQueryString": urlencode(query), "queryStringParameters": query}


def bodies(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The event with each part of its body hostile, twice there, or under a hostile name."""
    if "json" not in event["headers"].get("content-type", "") or event["isBase64Encoded"]:
        return
    body = json.loads(event["body"])
    for place in places(body):
        for value in VALUES:
            yield {**event, "body": json.dumps(changed(body, place, value))}
        part = part_of(body, place)
        if isinstance(part, list) and part:
            yield {**event, "body": json.dumps(changed(body, place, [*part, part[0]]))}
        if isinstance(part, dict) and part:
            first = next(iter(part.values()))
            for text in TEXTS:
                yield {**event, "body": json.dumps(changed(body, place, {**part, text: first}))}
    yield {**event, "body": f'{{"a": 1{"0" * 5000}}}'}
    yield {**event, "body": "[" * 5000}


def places(body: Any) -> Iterator[tuple[Any, ...]]:
    """Where a body has parts: itself, and what is in them."""
    yield ()
    inner = body.items() if isinstance(body, dict) else enumerate(body[:2])
    for key, value in inner if isinstance(body, (dict, list)) else ():
        deeper = places(value) if isinstance(value, (dict, list)) else iter([()])
        yield from ((key, *place) for place in deeper)


def part_of(body: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        body = body[key]
    return body


def changed(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    whole = copy.deepcopy(body)
    part_of(whole, place[:-1])[place[-1]] = value
    return whole


@pytest.mark.parametrize("file", SUCCEEDING, ids=lambda f: f"{f.parent.name}/{f.stem}")
@pytest.mark.usefixtures("tables")
def test_no_hostile_input_is_a_fault_of_ours(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in SEEDS[file.parent.name]:
        importlib.import_module(f"tests.integration.{room}.seed").seed(monkeypatch)
    case = json.loads(file.read_text())
    event = case["event"]
    failed = []
    for hostile in (*paths(event), *queries(event), *bodies(event)):
        answer = invoke(case["handler"], hostile)
        if answer.status >= 500:
            failed.append(
                [
                    hostile["rawPath"][:120],
                    hostile["rawQueryString"][:120],
                    hostile.get("body", "")[:200],
                ]
            )
    assert not failed
