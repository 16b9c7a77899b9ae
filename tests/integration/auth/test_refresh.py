from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from shared.records.system_clock import SystemClock
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, MovableClock, Users
from tests.integration.events import UNKNOWN_ID


def test_a_refresh_token_renews_the_session_and_rotates(admin: Browser) -> None:
    first = admin.cookie
    answer = admin.renew()
    assert answer.status == 200
    assert answer.body["user"]["username"] == "admin"
    assert admin.cookie != first
    assert admin("GET", "/auth/me").status == 200


def test_a_reused_refresh_token_ends_its_family(admin: Browser, clock: MovableClock) -> None:
    thief = admin.other_tab()
    assert admin.renew().status == 200
    clock.move(seconds=31)
    assert thief.renew().status == 401
    assert admin.renew().status == 401
    assert Browser().sign_in("admin").status == 200


def test_a_token_two_rotations_old_ends_its_family_at_once(admin: Browser) -> None:
    thief = admin.other_tab()
    admin.renew()
    admin.renew()
    assert thief.renew().status == 401
    assert admin.renew().status == 401


def test_reuse_is_audited(admin: Browser) -> None:
    thief = admin.other_tab()
    admin.renew()
    admin.renew()
    thief.renew()
    admin.sign_in("admin")
    actions = [entry["action"] for entry in admin("GET", "/auth/audit").body["items"]]
    assert actions[:2] == ["login", "session.reuse"]


def test_the_token_before_works_for_30_seconds_and_so_does_what_it_gets(
    admin: Browser, clock: MovableClock
) -> None:
    other = admin.other_tab()
    assert admin.renew().status == 200
    clock.move(seconds=29)
    assert other.renew().status == 200
    assert other("GET", "/auth/me").status == 200
    clock.move(minutes=5)
    assert other.renew().status == 200


def test_two_tabs_that_renew_at_once_both_go_on(admin: Browser) -> None:
    tabs = [admin.other_tab() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert [a.status for a in pool.map(lambda tab: tab.renew(), tabs)] == [200] * 6
    assert len({tab.cookie for tab in tabs}) == 1
    assert tabs[-1].renew().status == 200


def test_a_session_ends_after_12_idle_hours(admin: Browser, clock: MovableClock) -> None:
    clock.move(hours=11)
    assert admin.renew().status == 200
    clock.move(hours=11)
    assert admin.renew().status == 200
    clock.move(hours=12, seconds=1)
    assert admin.renew().status == 401


def test_a_session_ends_after_30_days_however_busy(admin: Browser, clock: MovableClock) -> None:
    statuses = []
    for _ in range(66):
        clock.move(hours=11)
        statuses.append(admin.renew().status)
    assert set(statuses[:65]) == {200}
    assert statuses[65] == 401


def test_signing_out_ends_the_session_and_takes_the_cookie_back(admin: Browser) -> None:
    other = admin.other_tab()
    answer = admin("POST", "/auth/logout")
    assert answer.status == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert other.renew().status == 401


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("cookie", ["", "x", "a.b", "." * 3000, f"{UNKNOWN_ID}.{'a' * 43}"])
def test_a_cookie_that_is_no_session_signs_out_but_does_not_renew(cookie: str) -> None:
    assert Browser(cookie=cookie)("POST", "/auth/logout").status == 204
    assert Browser(cookie=cookie).renew().status == 401


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "null"}], ids=lambda h: next(iter(h))
)
@pytest.mark.parametrize("route", ["refresh", "logout"])
def test_another_site_can_neither_renew_nor_sign_out(
    admin: Browser, route: str, headers: dict[str, str]
) -> None:
    assert admin("POST", f"/auth/{route}", headers=headers).status == 403
    assert admin.renew().status == 200


def test_disabling_a_user_ends_their_sessions_for_good(admin: Browser, user: Users) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"active": False})
    admin("PATCH", "/auth/users/budi", {"active": True})
    assert budi.renew().status == 401


def test_a_new_password_from_the_admin_ends_the_users_sessions(admin: Browser, user: Users) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"password": "kunci gudang baru"})
    assert budi.renew().status == 401
    assert budi.sign_in("budi", "kunci gudang baru").status == 200


def test_changing_ones_password_ends_the_other_sessions_and_keeps_this_one(user: Users) -> None:
    here = user()
    elsewhere = Browser()
    elsewhere.sign_in("budi")
    change = {"current_password": PASSWORD, "new_password": "kunci gudang baru"}
    assert here("POST", "/auth/password", change).status == 204
    assert here.renew().status == 200
    assert elsewhere.renew().status == 401
    assert Browser().sign_in("budi").status == 401
    assert Browser().sign_in("budi", "kunci gudang baru").status == 200


def test_a_changed_role_is_in_the_next_token(admin: Browser, user: Users) -> None:
    budi = user()
    admin("PATCH", "/auth/users/budi", {"role": "manager", "offices": ["PST"]})
    budi.renew()
    me = budi("GET", "/auth/me").body
    assert (me["role"], me["offices"]) == ("manager", ["PST"])
    assert "members:reveal" in me["permissions"]


def test_who_calls_learns_the_business_date(
    admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "today", lambda _: date(2028, 2, 29))
    assert admin("GET", "/auth/me").body["today"] == "2028-02-29"
