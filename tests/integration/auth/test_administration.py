from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from auth import repository
from auth.bootstrap import SYSTEM
from auth.stored import User
from shared import dynamo
from shared.audit import audit
from shared.clock import SystemClock
from shared.identity import PERMISSIONS, Role
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD
from tests.integration.events import UNKNOWN_ID, Room, identity

Users = Callable[..., Browser]

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


def test_a_user_is_answered_whole_and_listed_without_a_password(admin: Browser) -> None:
    new = {"username": "Budi.S", "name": "Budi", "role": "officer", "offices": ["PST"]}
    made = admin("POST", "/auth/users", new)
    assert made.status == 201
    password = made.body.pop("password")
    assert Browser().sign_in("budi.s", password).status == 200
    listed = admin("GET", "/auth/users").body["items"]
    assert listed[1] == made.body
    assert listed[1].keys() == {"username", "name", "role", "offices", "active", "created_at"}


def test_a_reset_password_is_answered_once_and_ends_the_old_ones_sessions(
    admin: Browser, user: Users
) -> None:
    budi = user("budi")
    reset = admin("PATCH", "/auth/users/budi", {"password": None})
    assert reset.status == 200
    assert Browser().sign_in("budi", PASSWORD).status == 401
    assert Browser().sign_in("budi", reset.body["password"]).status == 200
    assert budi("POST", "/auth/refresh").status == 401
    renamed = admin("PATCH", "/auth/users/budi", {"name": "Budi Santoso"})
    assert "password" not in renamed.body


def test_users_come_in_pages(admin: Browser, user: Users) -> None:
    for name in ("ani", "budi", "cici"):
        user(name)
    first = admin("GET", "/auth/users", query={"limit": 3}).body
    rest = admin("GET", "/auth/users", query={"limit": 3, "cursor": first["next_cursor"]}).body
    names = [row["username"] for row in first["items"] + rest["items"]]
    assert names == ["admin", "ani", "budi", "cici"]
    assert rest["next_cursor"] is None
    assert admin("GET", "/auth/users", query={"cursor": "x"}).fields == ["cursor"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "x"}, "username"),
        ({"username": "budi santoso"}, "username"),
        ({"username": "bu\u017fi"}, "username"),
        ({"name": " "}, "name"),
        ({"role": "owner"}, "role"),
        ({"password": "pendek1"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"password": "12345678"}, "password"),
        ({"username": "budisantoso", "password": "BudiSantoso"}, "password"),
        ({"offices": ["pusat"]}, "offices.0"),
        ({"is_admin": True}, "is_admin"),
    ],
)
def test_a_user_with_a_wrong_field_is_refused(
    admin: Browser, change: dict[str, object], field: str
) -> None:
    new = {"username": "budi", "name": "Budi", "role": "officer", "password": PASSWORD}
    answer = admin("POST", "/auth/users", new | change)
    assert (answer.status, answer.fields) == (422, [field])
    if field == "password":
        assert "value" not in answer.body["errors"][0]
    assert len(admin("GET", "/auth/users").body["items"]) == 1


def test_a_username_in_use_is_refused_in_any_case(admin: Browser, user: Users) -> None:
    user("budi")
    new = {"username": "BUDI", "name": "Lain", "role": "viewer"}
    answer = admin("POST", "/auth/users", new)
    assert (answer.status, answer.fields) == (409, ["username"])


def test_an_office_that_the_cooperative_does_not_have_is_refused(admin: Browser) -> None:
    offices = [{"code": "PST", "name": "Pusat"}]
    assert admin("PUT", "/auth/settings", {"name": "KSP", "offices": offices}).status == 200
    new = {"username": "budi", "name": "Budi", "role": "viewer", "offices": ["KDR"]}
    assert admin("POST", "/auth/users", new).fields == ["offices"]
    assert admin("POST", "/auth/users", new | {"offices": ["PST"]}).status == 201


@pytest.mark.parametrize("username", ["nobody", "x" * 2000, "%00", "a%20b"])
def test_an_unknown_user_cannot_be_changed(admin: Browser, username: str) -> None:
    assert admin("PATCH", f"/auth/users/{username}", {"name": "X"}).status == 404


def test_a_change_answers_the_whole_row_and_leaves_the_rest(admin: Browser, user: Users) -> None:
    user("budi", offices=["PST"])
    changed = admin("PATCH", "/auth/users/budi", {"name": "Budi S."}).body
    assert (changed["name"], changed["offices"], changed["role"]) == ("Budi S.", ["PST"], "officer")
    assert admin("PATCH", "/auth/users/budi", {"offices": []}).body["offices"] == []
    assert admin("PATCH", "/auth/users/budi", {}).status == 200


@pytest.mark.parametrize("change", [{"active": False}, {"role": "manager"}])
def test_the_last_active_admin_stays(
    admin: Browser, user: Users, change: dict[str, object]
) -> None:
    user("tono", "admin")
    assert admin("PATCH", "/auth/users/tono", {"active": False}).status == 200
    answer = admin("PATCH", "/auth/users/admin", change)
    assert (answer.status, answer.fields) == (409, ["username"])
    admin("PATCH", "/auth/users/tono", {"active": True})
    assert admin("PATCH", "/auth/users/admin", change).status == 200


def test_two_admins_who_disable_each_other_at_once_leave_one(admin: Browser, user: Users) -> None:
    for round_ in range(4):
        other = user(f"tono{round_}", "admin")
        pairs = [(admin, f"tono{round_}"), (other, "admin")]
        with ThreadPoolExecutor(2) as pool:
            list(
                pool.map(lambda p: p[0]("PATCH", f"/auth/users/{p[1]}", {"role": "viewer"}), pairs)
            )
        rows = admin("GET", "/auth/users").body["items"]
        assert any(row["role"] == "admin" and row["active"] for row in rows)
        admin("PATCH", "/auth/users/admin", {"role": "admin"})
        other("PATCH", f"/auth/users/tono{round_}", {"role": "viewer"})


def test_a_lost_race_is_a_conflict(
    admin: Browser, user: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    user("budi")
    read = repository.user

    def read_and_be_overtaken(username: str) -> User | None:
        found = read(username)
        monkeypatch.setattr(repository, "user", read)
        admin("PATCH", "/auth/users/budi", {"name": "Budi A."})
        return found

    monkeypatch.setattr(repository, "user", read_and_be_overtaken)
    assert admin("PATCH", "/auth/users/budi", {"name": "Budi B."}).status == 409
    assert admin("GET", "/auth/users").body["items"][1]["name"] == "Budi A."


def test_a_wrong_current_password_is_refused_and_counted(user: Users) -> None:
    budi = user()
    change = {"current_password": "salah", "new_password": "kunci gudang baru"}
    answers = [budi("POST", "/auth/password", change) for _ in range(6)]
    assert [answer.status for answer in answers] == [422] * 5 + [429]
    assert answers[0].fields == ["current_password"]


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


def test_settings_are_public_to_read_and_replaced_whole(admin: Browser) -> None:
    assert Browser()("GET", "/auth/settings").body["zone"] == "Asia/Jakarta"
    new = {
        "name": "KSP Maju",
        "logo": "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n").decode(),
        "zone": "Asia/Makassar",
        "offices": [{"code": "PST", "name": "Pusat"}],
        "collectability": "ojk",
        "collectability_history": [],
        "ageing_buckets": [0, 30, 90],
        "mandatory_savings": {"monthly_amount": 25_000, "due_day": 5},
    }
    assert admin("PUT", "/auth/settings", new).body == new
    assert Browser()("GET", "/auth/settings").body == new
    assert admin("PUT", "/auth/settings", {"name": "KSP Maju"}).body["offices"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Asia/Singapore"}, "zone"),
        ({"logo": "https://example.com/logo.png"}, "logo"),
        ({"offices": [{"code": "pst", "name": "Pusat"}]}, "offices.0.code"),
        ({"offices": [{"code": "A", "name": "Pusat"}, {"code": "A", "name": "B"}]}, "offices"),
        ({"collectability": "bank"}, "collectability"),
        ({"mandatory_savings": {"monthly_amount": 0}}, "mandatory_savings.monthly_amount"),
        (
            {"mandatory_savings": {"monthly_amount": 1, "due_day": 32}},
            "mandatory_savings.due_day",
        ),
        ({"name": ""}, "name"),
        ({"ageing_buckets": []}, "ageing_buckets"),
        ({"ageing_buckets": [-1, 30]}, "ageing_buckets.0"),
        ({"ageing_buckets": [30, 30]}, "ageing_buckets"),
        ({"ageing_buckets": list(range(13))}, "ageing_buckets"),
        (
            {"collectability_history": [{"from": "tomorrow", "profile": "ojk"}]},
            "collectability_history.0.from",
        ),
        (
            {"collectability_history": [{"from": "2026-01-01", "profile": "ojk"}] * 2},
            "collectability_history",
        ),
        ({"colour": "red"}, "colour"),
    ],
)
def test_settings_that_are_wrong_change_nothing(
    admin: Browser, change: dict[str, object], field: str
) -> None:
    answer = admin("PUT", "/auth/settings", {"name": "KSP Maju"} | change)
    assert (answer.status, answer.fields) == (422, [field])
    assert Browser()("GET", "/auth/settings").body["name"] == "Koperasi Simpan Pinjam"


def test_a_changed_profile_holds_from_today_and_the_one_before_it_up_to_then(
    admin: Browser,
) -> None:
    today = str(SystemClock().today())
    admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "cooperative"})
    changed = admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "ojk"})
    history = [{"from": None, "profile": "cooperative"}, {"from": today, "profile": "ojk"}]
    assert changed.body["collectability_history"] == history
    same = admin("PUT", "/auth/settings", changed.body)
    assert same.body == changed.body
    back = admin("PUT", "/auth/settings", changed.body | {"collectability": "cooperative"})
    assert back.body["collectability_history"] == history[:1]


def test_an_admin_says_from_when_a_profile_held_and_the_profile_of_today_follows(
    admin: Browser,
) -> None:
    history = [
        {"from": None, "profile": "cooperative"},
        {"from": "2024-01-01", "profile": "ojk"},
        {"from": "2999-01-01", "profile": "cooperative"},
    ]
    body = {"name": "KSP Maju", "collectability": "ojk", "collectability_history": history}
    assert admin("PUT", "/auth/settings", body).body["collectability_history"] == history
    assert Browser()("GET", "/auth/settings").body["collectability"] == "ojk"
    kept = admin("PUT", "/auth/settings", {"name": "KSP Maju", "collectability": "ojk"})
    assert kept.body["collectability_history"] == history


def test_the_audit_is_paged_newest_first_and_filtered_by_actor(admin: Browser, user: Users) -> None:
    for name in ("ani", "budi", "cici"):
        user(name)
    pages, cursor = [], None
    while True:
        query: dict[str, object] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = admin("GET", "/auth/audit", query=query).body
        pages += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    actions = [entry["action"] for entry in pages]
    assert actions == ["login", "user.create"] * 3 + ["login", "user.create"]
    assert [entry["at"] for entry in pages] == sorted((e["at"] for e in pages), reverse=True)
    of_budi = admin("GET", "/auth/audit", query={"actor": "budi"}).body["items"]
    assert [entry["subject"] for entry in of_budi] == ["budi"]


@pytest.mark.usefixtures("tables")
def test_a_date_of_the_audit_begins_at_midnight_in_jakarta() -> None:
    new_year = datetime(2030, 1, 1, 17, tzinfo=UTC)
    moments = {"late": new_year - timedelta(milliseconds=1), "early": new_year}
    dynamo.transact([audit(SYSTEM, moment, name, "x") for name, moment in moments.items()])

    def actions(day: str) -> list[str]:
        entries = Room("auth", identity())("GET", "/auth/audit", query={"date": day}).body["items"]
        return [entry["action"] for entry in entries]

    assert actions("2030-01-01") == ["late"]
    assert actions("2030-01-02") == ["early"]
    assert actions("2030-01-03") == []


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "yesterday"])
def test_a_date_without_an_audit_is_refused(day: str) -> None:
    answer = Room("auth", identity())("GET", "/auth/audit", query={"date": day})
    assert (answer.status, answer.fields) == (422, ["date"])


@pytest.mark.usefixtures("tables")
def test_the_documents_are_public() -> None:
    page = Browser()("GET", "/docs")
    assert page.status == 200
    assert "<script src=" in page.body
    assert "script>" not in page.body.replace("></script>", "")
    assert "'unsafe-inline'" not in page.headers["content-security-policy"].split("style-src")[0]
    assert Browser()("GET", "/openapi.json").body["openapi"].startswith("3.1")


@pytest.mark.usefixtures("tables")
def test_saved_filters_are_each_users_own() -> None:
    siti, budi = (Room("auth", identity("viewer", sub=name)) for name in ("siti", "budi"))
    mine = {"filters": [{"name": "Garut", "query": "office=GRT"}]}
    assert siti("PUT", "/auth/filters", mine).body == mine
    assert siti("PUT", "/auth/filters", {"filters": []}).status == 200
    assert siti("PUT", "/auth/filters", mine).status == 200
    assert siti("GET", "/auth/filters").body == mine
    assert budi("GET", "/auth/filters").body == {"filters": []}
