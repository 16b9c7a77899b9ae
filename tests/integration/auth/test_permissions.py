from typing import get_args

import pytest

from shared.kernel.caller import PERMISSIONS, Role
from tests.integration.auth.browser import Browser
from tests.integration.events import UNKNOWN_ID, Room, identity

ADMIN_ONLY = {
    ("GET", "/auth/users"): "users:write",
    ("POST", "/auth/users"): "users:write",
    ("PATCH", "/auth/users/budi"): "users:write",
    ("GET", "/auth/clients"): "users:write",
    ("POST", "/auth/clients"): "users:write",
    ("DELETE", f"/auth/clients/{UNKNOWN_ID}"): "users:write",
    ("GET", "/auth/audit"): "audit:read",
    ("PUT", "/auth/settings"): "settings:write",
}


SIGNED_IN = [
    ("GET", "/auth/me"),
    ("POST", "/auth/password"),
    ("GET", "/auth/filters"),
    ("PUT", "/auth/filters"),
]


def status(room: Room | Browser, method: str, path: str) -> int:
    return room(method, path, None if method in {"GET", "DELETE"} else {}).status


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("role", get_args(Role))
def test_a_role_passes_where_it_has_the_permission_and_nowhere_else(role: Role) -> None:
    room = Room("auth", identity(role))
    passed = {route for route in ADMIN_ONLY if status(room, *route) != 403}
    assert passed == {r for r, needed in ADMIN_ONLY.items() if needed in PERMISSIONS[role]}


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("scope", sorted({*ADMIN_ONLY.values(), "members:read"}))
def test_a_client_passes_where_it_has_the_scope_and_nowhere_else(scope: str) -> None:
    room = Room("auth", identity("client", scope=scope))
    passed = {route for route in ADMIN_ONLY if status(room, *route) != 403}
    assert passed == {route for route, needed in ADMIN_ONLY.items() if needed == scope}


@pytest.mark.usefixtures("tables")
def test_without_an_identity_nothing_is_answered() -> None:
    assert {status(Browser(), *route) for route in [*ADMIN_ONLY, *SIGNED_IN]} == {401}


@pytest.mark.usefixtures("tables")
def test_the_documents_are_public() -> None:
    page = Browser()("GET", "/docs")
    assert page.status == 200
    assert "<script src=" in page.body
    assert "script>" not in page.body.replace("></script>", "")
    assert "'unsafe-inline'" not in page.headers["content-security-policy"].split("style-src")[0]
    assert Browser()("GET", "/openapi.json").body["openapi"].startswith("3.1")
