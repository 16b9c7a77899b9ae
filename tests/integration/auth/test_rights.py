"""Nobody gives what they do not have: roles, scopes and offices of users and clients."""

from typing import Any

import pytest

from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import Users
from tests.integration.events import UNKNOWN_ID, Answer, Room, identity

NEW = {"username": "baru", "name": "Baru", "role": "viewer"}


def by_client(*scopes: str, offices: str = "") -> Room:
    """The auth room as an API client with these scopes uses it."""
    return Room("auth", identity("client", offices, UNKNOWN_ID, " ".join(scopes)))


@pytest.fixture
def bound(user: Users) -> Browser:
    """An admin who is bound to the office BDG."""
    return user("dina", "admin", offices=["BDG"])


def usernames(answer: Answer) -> list[str]:
    return [row["username"] for row in answer.body["items"]]


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/auth/users", NEW, "role"),
        ("POST", "/auth/users", NEW | {"role": "admin"}, "role"),
        ("PATCH", "/auth/users/admin", {"password": None}, "username"),
        ("PATCH", "/auth/users/admin", {"active": False}, "username"),
        ("POST", "/auth/clients", {"name": "Core", "scopes": ["accounts:reverse"]}, "scopes"),
        ("POST", "/auth/clients", {"name": "C", "scopes": ["users:write", "audit:read"]}, "scopes"),
    ],
)
def test_users_write_alone_gives_no_more_than_itself(
    method: str, path: str, body: dict[str, object], field: str
) -> None:
    answer = by_client("users:write")(method, path, body)
    assert (answer.status, answer.fields) == (403, [field])


@pytest.mark.usefixtures("admin")
def test_a_client_gives_the_scopes_that_it_has() -> None:
    ours = by_client("users:write", "members:read")
    body = {"name": "Core", "scopes": ["members:read"]}
    made = ours("POST", "/auth/clients", body)
    assert made.status == 201
    assert ours("DELETE", f"/auth/clients/{made.body['client_id']}").status == 204


@pytest.mark.parametrize("offices", [[], ["GRT"], ["BDG", "GRT"]])
def test_a_bound_admin_makes_nobody_of_other_offices(bound: Browser, offices: list[str]) -> None:
    user = bound("POST", "/auth/users", NEW | {"offices": offices})
    assert (user.status, user.fields) == (403, ["offices"])
    body = {"name": "Core", "scopes": ["members:read"], "offices": offices}
    client = bound("POST", "/auth/clients", body)
    assert (client.status, client.fields) == (403, ["offices"])
    moved = bound("PATCH", "/auth/users/dina", {"offices": offices})
    assert (moved.status, moved.fields) == (403, ["offices"])


def test_a_bound_admin_makes_and_changes_those_of_their_own_offices(bound: Browser) -> None:
    assert bound("POST", "/auth/users", NEW | {"offices": ["BDG"]}).status == 201
    assert bound("PATCH", "/auth/users/baru", {"role": "manager"}).status == 200
    body = {"name": "Core", "scopes": ["members:read"], "offices": ["BDG"]}
    made = bound("POST", "/auth/clients", body).body
    assert usernames(bound("GET", "/auth/users")) == ["baru", "dina"]
    assert len(bound("GET", "/auth/clients").body["items"]) == 1
    assert bound("DELETE", f"/auth/clients/{made['client_id']}").status == 204


def test_users_and_clients_of_other_offices_are_as_if_they_were_not_there(
    admin: Browser, bound: Browser
) -> None:
    body = {"name": "Core", "scopes": ["members:read"]}
    client_id = admin("POST", "/auth/clients", body).body["client_id"]

    def told(answer: Answer) -> Any:
        text = str(answer.body).replace(client_id, "?").replace(UNKNOWN_ID, "?")
        return answer.status, text.replace("admin", "?").replace("nobody", "?"), answer.calls

    for path in ("/auth/users/admin", "/auth/users/nobody"):
        assert bound("PATCH", path, {"password": None}).status == 404
    theirs, nobodys = (
        bound("PATCH", f"/auth/users/{u}", {"name": "X"}) for u in ("admin", "nobody")
    )
    assert told(theirs) == told(nobodys)
    theirs, nobodys = (bound("DELETE", f"/auth/clients/{c}") for c in (client_id, UNKNOWN_ID))
    assert told(theirs) == told(nobodys)
    assert theirs.status == 404
    assert "admin" not in usernames(bound("GET", "/auth/users"))
    assert bound("GET", "/auth/clients").body["items"] == []


def test_lists_go_past_those_of_other_offices(admin: Browser, bound: Browser) -> None:
    for name in ("ani", "zaki"):
        new = {"username": name, "name": name, "role": "viewer", "offices": ["BDG"]}
        assert admin("POST", "/auth/users", new).status == 201
    found, cursor = list[str](), None
    while True:
        query: dict[str, object] = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        page = bound("GET", "/auth/users", query=query)
        found += usernames(page)
        if (cursor := page.body["next_cursor"]) is None:
            break
    assert found == ["ani", "dina", "zaki"]


def test_the_audit_of_a_bound_admin_is_of_their_own_offices_people(
    admin: Browser, bound: Browser
) -> None:
    bound("POST", "/auth/users", NEW | {"offices": ["BDG"]})
    seen = bound("GET", "/auth/audit").body["items"]
    assert {entry["actor"] for entry in seen} == {"dina"}
    assert bound("GET", "/auth/audit", query={"actor": "admin"}).body["items"] == []
    assert {entry["actor"] for entry in admin("GET", "/auth/audit").body["items"]} > {"dina"}


def test_an_admin_is_not_taken_over_by_one_who_has_fewer_rights(user: Users) -> None:
    user("kepala", "manager")
    ours = by_client("users:write", "members:read")
    answer = ours("PATCH", "/auth/users/kepala", {"password": None})
    assert (answer.status, answer.fields) == (403, ["username"])
