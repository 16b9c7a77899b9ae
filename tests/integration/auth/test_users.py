from concurrent.futures import ThreadPoolExecutor

import pytest

from auth import repository, service
from auth.bootstrap import SYSTEM
from auth.models import User
from auth.schemas import UserChange
from shared.records.system_clock import SystemClock
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, Users


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
        left = [one.username for one in repository.users() if one.is_admin]
        assert left
        admin.renew()
        if "admin" not in left:
            other("PATCH", "/auth/users/admin", {"role": "admin"})
            admin.renew()
        admin("PATCH", f"/auth/users/tono{round_}", {"role": "viewer"})


def test_a_lost_race_is_a_conflict(
    admin: Browser, user: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    user("budi")
    read = repository.user

    def read_and_be_overtaken(username: str) -> User | None:
        found = read(username)
        monkeypatch.setattr(repository, "user", read)
        service.change_user(SYSTEM, "budi", UserChange(name="Budi A."), SystemClock())
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
