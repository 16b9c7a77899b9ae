"""A caller of another office, on every route: what is not theirs is as if it were not there.

The routes are the template's, and each is called as its event file calls it: a new route is tried
without being named here, and fails until it is said what its ids are.
"""

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local import migrations
from local.template import Route, load
from shared.records.migrations import note_done
from tests.integration.events import UNKNOWN_ID, Answer, invoke
from tests.integration.test_events import SEEDS

ROOT = Path(__file__).parents[2]
ROUTES = [route for route in load().routes if not route.public]
STRANGER = {"sub": "orang-lain", "offices": "ZZZ"}
"""Bound to an office that nothing in the seeds is of."""

UNKNOWN = {
    "account_id": f"{UNKNOWN_ID}.F{UNKNOWN_ID}",
    "address_id": UNKNOWN_ID,
    "client_id": UNKNOWN_ID,
    "email_id": UNKNOWN_ID,
    "export_id": UNKNOWN_ID,
    "import_id": UNKNOWN_ID,
    "member_id": UNKNOWN_ID,
    "phone_id": UNKNOWN_ID,
    "transaction_id": f"{UNKNOWN_ID}.20240201",
    "username": "nobody",
}
"""Ids in paths, queries and bodies, each with one that nobody has."""

NO_ID = {
    "correction_id": "what was corrected in headings is shared by all importers",
    "date": "a day is everybody's",
    "name": "of a reminder's text, which is everybody's",
}
"""Parameters of paths that name nothing of an office."""

CHANGES_NOTHING_OF_AN_OFFICE = {
    "DELETE /imports/corrections/{correction_id}": "shared by all importers",
    "GET /arrears/snapshots/{date}": "how far a day's snapshot is",
    "GET /auth/filters": "one's own",
    "GET /auth/me": "one's own",
    "GET /auth/settings/whole": "the cooperative's settings",
    "GET /imports/corrections": "shared by all importers",
    "GET /reminders/plan": "the cooperative's day",
    "GET /reminders/rules": "the cooperative's rules",
    "GET /reminders/templates": "the cooperative's texts",
    "POST /arrears/snapshots": "the cooperative's day",
    "POST /auth/clients": "tests/integration/auth/test_rights.py",
    "POST /auth/password": "one's own",
    "POST /auth/users": "tests/integration/auth/test_rights.py",
    "POST /imports": "begins an import of one's own",
    "POST /imports/exports": "begins an export of one's own offices",
    "POST /members": "a member of one's own office",
    "POST /members/exports": "begins an export of one's own offices",
    "POST /reminders/plan": "the cooperative's day",
    "PUT /auth/filters": "one's own",
    "PUT /auth/settings": "the cooperative's settings",
    "PUT /imports/feed/accounts": "tests/integration/feed/test_feed.py",
    "PUT /imports/feed/installments": "tests/integration/feed/test_feed.py",
    "PUT /imports/feed/members": "tests/integration/feed/test_feed.py",
    "PUT /imports/feed/transactions": "tests/integration/feed/test_feed.py",
    "PUT /reminders/rules": "the cooperative's rules",
    "PUT /reminders/templates/{name}": "the cooperative's texts",
}
"""Routes without an id of an office's that are not plain reads, and why they may be answered."""

ID_LIKE = re.compile(r"(_id|_ids|_no|office|offices|officer|username|member|account|actor)$")
FIELDS = {
    "account_id": "own path, another's account: below",
    "account_no": "unique over all offices; of the feed: tests/integration/feed/test_feed.py",
    "account": "tests/integration/feed/test_feed.py",
    "actor": "filters what the caller sees",
    "client_id": "of who signs in",
    "document_no": "within the account of the path",
    "member": "tests/integration/feed/test_feed.py",
    "member_id": "replaced in the event",
    "member_no": "unique over all offices",
    "office": "another's office is refused: below",
    "officer": "filters what the caller sees",
    "offices": "tests/integration/auth/test_rights.py; the cooperative's in its settings",
    "username": "colleagues are known; of users: tests/integration/auth/test_rights.py",
}
"""Fields of queries and bodies that look like ids, and where each is tried."""


def success(route: Route) -> tuple[str, dict[str, Any]]:
    """(room, event) of the route's first event file that succeeds."""
    for path in sorted(ROOT.glob("events/*/*.json")):
        case = json.loads(path.read_text())
        is_call = case["handler"] == route.handler and case["event"].get("routeKey") == route.key
        if is_call and case["expect"]["status"] < 300:
            return path.parent.name, case["event"]
    raise AssertionError(f"{route.key} has no event that succeeds")


def parameters(route: Route) -> list[str]:
    return re.findall(r"{(\w+)}", route.path)


def by_a_stranger(route: Route) -> tuple[str, dict[str, Any]]:
    room, event = success(route)
    event["requestContext"]["authorizer"]["lambda"] |= STRANGER
    return room, event


def values_of(route: Route, event: dict[str, Any]) -> dict[str, str]:
    """The ids of an event, by their names: in its path, its query and its body."""
    template = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path)
    found = re.fullmatch(template, event["rawPath"].removeprefix("/api"))
    assert found
    body = json.loads(event.get("body") or "{}")
    given = {**found.groupdict(), **event.get("queryStringParameters", {})}
    given |= {name: body[name] for name in ("account_id", "member_id") if body.get(name)}
    return {name: value for name, value in given.items() if name in UNKNOWN}


def of_nobody(event: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """The event with each id replaced by one that nobody has."""
    text = json.dumps({name: event.get(name) for name in ("rawPath", "rawQueryString", "body")})
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        text = text.replace(value, UNKNOWN[name])
    return {**event, **{k: v for k, v in json.loads(text).items() if v is not None}}


def told(answer: Answer, values: dict[str, str]) -> object:
    text = json.dumps(answer.body)
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        text = text.replace(value, name).replace(UNKNOWN[name], name)
    return answer.status, json.loads(text), answer.calls


def seed(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the events of a room speak of, where nothing of an earlier version is left to move."""
    for migration in migrations.ALL:
        note_done(migration.NAME)
    for name in SEEDS[room]:
        importlib.import_module(f"tests.integration.{name}.seed").seed(monkeypatch)


WITH_IDS = [route for route in ROUTES if values_of(route, success(route)[1])]
WITHOUT = [route for route in ROUTES if route not in WITH_IDS]
LISTS = [route for route in WITHOUT if route.key not in CHANGES_NOTHING_OF_AN_OFFICE]


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: route.key)
def test_what_is_not_theirs_is_answered_like_what_is_not_there(
    route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, event = by_a_stranger(route)
    seed(room, monkeypatch)
    values = values_of(route, event)
    theirs = invoke(route.handler, event)
    nobodys = invoke(route.handler, of_nobody(event, values))
    assert theirs.status in {403, 404}, theirs.body
    assert told(theirs, values) == told(nobodys, values)


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.key)
def test_a_list_is_that_of_a_cooperative_in_which_nobody_is(
    route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, event = by_a_stranger(route)
    empty = invoke(route.handler, event)
    seed(room, monkeypatch)
    full = invoke(route.handler, event)
    for answer in (empty, full):
        if answer.body.get("next_cursor"):
            answer.body["next_cursor"] = "differs each time"
    assert (full.status, full.body) == (empty.status, empty.body)
    assert full.status in {200, 403, 422}


def test_each_parameter_of_a_path_is_known() -> None:
    named = {name for route in ROUTES for name in parameters(route)}
    assert named == {*UNKNOWN, *NO_ID} & named
    assert NO_ID.keys() <= named


def test_each_route_that_is_excused_is_there_and_has_no_id() -> None:
    assert CHANGES_NOTHING_OF_AN_OFFICE.keys() <= {route.key for route in WITHOUT}


def fields(schema: Any, schemas: Any, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of a schema's fields, and of those within them."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        if name not in seen:
            yield from fields(schemas[name], schemas, (*seen, name))
        return
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from fields(one, schemas, seen)
    for name, one in schema.get("properties", {}).items():
        yield name
        yield from fields(one, schemas, seen)
    if isinstance(schema.get("items"), dict):
        yield from fields(schema["items"], schemas, seen)


def test_each_field_of_a_query_or_a_body_that_looks_like_an_id_is_tried_somewhere() -> None:
    document = json.loads((ROOT / "functions/auth/openapi.json").read_text())
    named: set[str] = set()
    for operations in document["paths"].values():
        for operation in operations.values():
            asked = operation.get("parameters", ())
            named |= {one["name"] for one in asked if one["in"] == "query"}
            for content in operation.get("requestBody", {}).get("content", {}).values():
                named |= set(fields(content["schema"], document["components"]["schemas"]))
    assert {name for name in named if ID_LIKE.search(name)} == FIELDS.keys()


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.method == "GET" and route in LISTS],
    ids=lambda route: route.key,
)
def test_no_filter_opens_another_office(route: Route, monkeypatch: pytest.MonkeyPatch) -> None:
    room, event = by_a_stranger(route)
    seed(room, monkeypatch)
    wanted = {}
    for office in ("PST", "tidak-ada"):
        raw = "&".join(filter(None, (event["rawQueryString"], f"office={office}")))
        asked = invoke(route.handler, {**event, "rawQueryString": raw})
        assert asked.status in {200, 403, 422}
        if asked.status == 200:
            assert office not in json.dumps(asked.body)
        wanted[office] = json.dumps(asked.body).replace(office, ""), asked.calls
    assert wanted["PST"] == wanted["tidak-ada"]


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_account_of_somebody_else_in_a_message_is_like_none(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (route,) = [one for one in ROUTES if one.key == f"{method} /members/{{member_id}}/whatsapp"]
    room, event = success(route)
    seed(room, monkeypatch)
    answers = []
    for account in (
        "01JB0000000000000000000002.F01JB0000000000000000000023",
        UNKNOWN["account_id"],
    ):
        if method == "GET":
            changed = {**event, "rawQueryString": f"template=arrears&account_id={account}"}
        else:
            body = json.dumps({"template": "arrears", "account_id": account})
            changed = {**event, "body": body}
        answers.append(told(invoke(route.handler, changed), {"account_id": account}))
    assert answers[0] == answers[1]
