from base64 import b64encode

import pytest

from tests.integration.auth.browser import Browser


def test_a_client_gets_a_token_for_its_secret_by_body_form_or_basic(admin: Browser) -> None:
    new = {"name": "Core", "scopes": ["members:read", "accounts:read"], "offices": ["PST"]}
    made = admin("POST", "/auth/clients", new)
    assert made.status == 201
    client_id, secret = made.body["client_id"], made.body.pop("client_secret")
    assert admin("GET", "/auth/clients").body["items"] == [made.body]
    asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    form = "&".join(f"{name}={value}" for name, value in asked.items())
    as_form = {"content-type": "application/x-www-form-urlencoded"}
    basic = b64encode(f"{client_id}:{secret}".encode()).decode()
    answers = [
        Browser()("POST", "/auth/token", asked),
        Browser()("POST", "/auth/token", form, headers=as_form),
        Browser()(
            "POST",
            "/auth/token",
            "grant_type=client_credentials",
            headers={**as_form, "authorization": f"Basic {basic}"},
        ),
    ]
    for answer in answers:
        assert answer.body["scope"] == "members:read accounts:read"
        me = Browser(answer.body["access_token"])("GET", "/auth/me").body
        assert (me["role"], me["offices"]) == ("client", ["PST"])
        assert me["permissions"] == ["accounts:read", "members:read"]
    narrow = Browser()("POST", "/auth/token", asked | {"scope": "members:read"})
    assert narrow.body["scope"] == "members:read"
    wide = Browser()("POST", "/auth/token", asked | {"scope": "users:write"})
    assert (wide.status, wide.fields) == (422, ["scope"])


def test_a_removed_client_gets_no_more_tokens(admin: Browser) -> None:
    made = admin("POST", "/auth/clients", {"name": "Core", "scopes": ["members:read"]}).body
    asked = {
        "grant_type": "client_credentials",
        "client_id": made["client_id"],
        "client_secret": made["client_secret"],
    }
    assert Browser()("POST", "/auth/token", asked | {"client_secret": "x"}).status == 401
    assert admin("DELETE", f"/auth/clients/{made['client_id']}").status == 204
    assert Browser()("POST", "/auth/token", asked).status == 401
    assert admin("DELETE", f"/auth/clients/{made['client_id']}").status == 404


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("[" * 100_000, ["body"]),
        ("[]", ["body"]),
        ('"x"', ["body"]),
        ({"grant_type": "password", "client_id": "a", "client_secret": "b"}, ["grant_type"]),
        ({"grant_type": "client_credentials"}, ["client_id", "client_secret"]),
    ],
)
def test_a_request_that_is_none_for_a_token_is_refused(body: object, fields: list[str]) -> None:
    answer = Browser()("POST", "/auth/token", body)
    assert (answer.status, answer.fields) == (422, fields)


@pytest.mark.parametrize("scopes", [[], ["everything"], "members:read"])
def test_a_client_with_no_or_unknown_scopes_is_refused(admin: Browser, scopes: object) -> None:
    assert admin("POST", "/auth/clients", {"name": "Core", "scopes": scopes}).status == 422
