"""Strangers who fail on purpose lock out nobody whose browser or address is known."""

from auth import bootstrap
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import PASSWORD, MovableClock, Users

AT_WORK, STRANGE = "203.0.113.7", "198.51.100.66"


def attempt(password: str = "salah", address: str = STRANGE) -> int:
    return Browser(address=address).sign_in("budi", password).status


def lock(address: str = STRANGE) -> None:
    assert [attempt(address=address) for _ in range(6)] == [401] * 5 + [429]


def test_from_a_known_address_the_right_password_passes_while_strangers_fail(user: Users) -> None:
    user("budi")
    lock()
    assert [attempt(PASSWORD, AT_WORK) for _ in range(37)] == [200] * 37
    assert attempt(PASSWORD) == 429


def test_a_known_address_has_its_own_five_failures(user: Users) -> None:
    user("budi")
    lock(AT_WORK)
    assert attempt(PASSWORD, AT_WORK) == 429
    assert attempt(PASSWORD) == 200


def test_an_address_is_forgotten_after_90_days(user: Users, clock: MovableClock) -> None:
    user("budi")
    clock.move(days=91)
    lock()
    assert attempt(PASSWORD, AT_WORK) == 429


def test_a_reset_by_an_admin_forgives(admin: Browser, user: Users) -> None:
    user("budi")
    lock()
    lock(AT_WORK)
    assert admin("PATCH", "/auth/users/budi", {"password": "gerobak sayur pagi"}).status == 200
    assert attempt("gerobak sayur pagi") == attempt("gerobak sayur pagi", AT_WORK) == 200


def test_a_restart_with_the_admins_password_forgives(admin: Browser) -> None:
    strange = [Browser(address=STRANGE) for _ in range(6)]
    assert [one.sign_in("admin", "salah").status for one in strange] == [401] * 5 + [429]
    bootstrap.ensure_admin("admin", PASSWORD)
    assert Browser(address=STRANGE).sign_in("admin", PASSWORD).status == 200


def test_a_known_browser_passes_from_the_address_of_who_fails_on_purpose(user: Users) -> None:
    budi = user("budi")
    assert [attempt(address=AT_WORK) for _ in range(40)].count(429) > 30
    statuses = [budi.sign_in("budi", PASSWORD).status for _ in range(37)]
    assert statuses == [200] * 37
    assert attempt(PASSWORD, AT_WORK) == 429


def test_a_browser_is_known_to_who_signed_in_with_it_and_to_nobody_else(user: Users) -> None:
    budi = user("budi")
    user("tono")
    lock()
    strange = Browser(address=STRANGE, known_by=budi.known_by)
    assert strange.sign_in("budi", PASSWORD).status == 200
    made_up = Browser(address="192.0.2.9", known_by="a" * 22)
    assert made_up.sign_in("budi", "salah").status == 429
