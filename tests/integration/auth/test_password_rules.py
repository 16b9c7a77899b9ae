"""Which passwords are taken, and what one that Sapa generated is good for."""

import pytest

from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, Users

NEW = {"username": "budi", "name": "Budi Santoso", "role": "officer"}
SETTINGS = {"name": "KSP Sejahtera Bersama"}


@pytest.mark.parametrize(
    "password",
    [
        "sepeda tua",
        "qwertyuiop12",
        "sejahtera123",
        "santoso bersama1",
        "Budi.Santoso1",
        "kopi\0susu hangat",
    ],
)
def test_weak_passwords_are_refused_by_name_of_the_field(admin: Browser, password: str) -> None:
    admin("PUT", "/auth/settings", SETTINGS)
    refused = admin("POST", "/auth/users", NEW | {"password": password})
    assert (refused.status, refused.fields) == (422, ["password"])
    assert "value" not in refused.body["errors"][0]


def test_the_least_length_is_a_setting_between_8_and_128(admin: Browser) -> None:
    for wrong in (7, 129, "12"):
        refused = admin("PUT", "/auth/settings", SETTINGS | {"password_min_length": wrong})
        assert refused.fields == ["password_min_length"]
    assert admin("PUT", "/auth/settings", SETTINGS | {"password_min_length": 8}).status == 200
    assert admin("POST", "/auth/users", NEW | {"password": "sepeda tua"}).status == 201
    assert admin("PUT", "/auth/settings", SETTINGS | {"zone": "Asia/Makassar"}).status == 200
    assert admin("GET", "/auth/settings/whole").body["password_min_length"] == 8


def test_strangers_do_not_see_what_is_asked_of_passwords(admin: Browser, user: Users) -> None:
    assert "password_min_length" not in Browser()("GET", "/auth/settings").body
    assert user("budi")("GET", "/auth/settings/whole").status == 403


def test_a_generated_password_is_good_only_to_choose_another(admin: Browser) -> None:
    generated = admin("POST", "/auth/users", NEW).body["password"]
    budi = Browser()
    signed_in = budi.sign_in("budi", generated)
    assert signed_in.body["must_change_password"] is True
    assert budi("GET", "/auth/me").body["permissions"] == []
    assert budi.renew().body["must_change_password"] is True
    body = {"current_password": generated, "new_password": "gerobak sayur pagi"}
    assert budi("POST", "/auth/password", body).status == 204
    assert budi.renew().body["must_change_password"] is False
    assert "members:read" in budi("GET", "/auth/me").body["permissions"]


def test_a_reset_that_generates_one_asks_again_and_a_given_one_does_not(
    admin: Browser, user: Users
) -> None:
    user("budi")
    generated = admin("PATCH", "/auth/users/budi", {"password": None}).body["password"]
    assert Browser().sign_in("budi", generated).body["must_change_password"] is True
    admin("PATCH", "/auth/users/budi", {"password": PASSWORD})
    assert Browser().sign_in("budi", PASSWORD).body["must_change_password"] is False
