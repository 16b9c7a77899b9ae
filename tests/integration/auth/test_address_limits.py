"""What fails too often from one address is refused there; what is right passes, and others do."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from auth import sign_in_attempts
from shared.kernel.ids import new_id
from shared.records.failures import WINDOW_SECONDS, Failures
from tests.integration.auth.browser import Browser
from tests.integration.auth.conftest import MovableClock, Users

pytestmark = pytest.mark.usefixtures("beginning_of_a_window")

STRANGER, OFFICE = "198.51.100.1", "198.51.100.2"
GUESS = "x" * 43


@pytest.fixture
def beginning_of_a_window(clock: MovableClock) -> None:
    clock.move(seconds=WINDOW_SECONDS - time.time() % WINDOW_SECONDS)


@pytest.fixture
def few_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_attempts, "SESSIONS", Failures("session", 5))


def token(client_id: str, secret: str, address: str = STRANGER) -> int:
    given = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Browser(address=address)("POST", "/auth/token", given).status


def renewal(cookie: str, address: str = STRANGER) -> int:
    return Browser(cookie=cookie, address=address).renew().status


def password(username: str, address: str = STRANGER) -> int:
    return Browser(address=address).sign_in(username, "salah").status


def test_thirty_wrong_passwords_lock_the_address_and_no_other(user: Users) -> None:
    user("budi")
    assert {password(f"user{n}") for n in range(30)} == {401}
    refused = Browser(address=STRANGER).sign_in("budi")
    assert (refused.status, refused.fields) == (429, ["address"])
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert Browser(address=OFFICE).sign_in("budi").status == 200


def test_the_lock_of_an_address_ends_with_the_quarter_of_an_hour(
    user: Users, clock: MovableClock
) -> None:
    user("budi")
    for n in range(30):
        password(f"user{n}")
    assert Browser(address=STRANGER).sign_in("budi").status == 429
    clock.move(minutes=15)
    assert Browser(address=STRANGER).sign_in("budi").status == 200


def test_a_burst_from_one_address_is_counted_whole(user: Users) -> None:
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda n: password(f"user{n}"), range(48)))
    assert statuses.count(401) == 30
    assert statuses.count(429) == 18


def test_the_addresses_of_one_ipv6_network_are_one(user: Users) -> None:
    user("budi")
    for n in range(30):
        password(f"user{n}", f"2001:db8:0:1::{n:x}")
    assert Browser(address="2001:db8:0:1:ffff::1").sign_in("budi").status == 429
    assert Browser(address="2001:db8:0:2::1").sign_in("budi").status == 200


def test_a_program_with_an_old_secret_is_slowed_and_keeps_nobody_out(
    admin: Browser, user: Users
) -> None:
    user("budi")
    made = admin("POST", "/auth/clients", {"name": "inti", "scopes": ["members:read"]}).body
    assert {token(made["client_id"], "old") for _ in range(30)} == {401}
    assert token(made["client_id"], "old") == 429
    assert token(made["client_id"], made["client_secret"]) == 200
    assert Browser(address=STRANGER).sign_in("budi").status == 200


def test_what_is_refused_for_its_address_is_no_longer_audited(admin: Browser) -> None:
    for _ in range(40):
        token("nobody", "guess")
    items = admin("GET", "/auth/audit", query={"limit": 100}).body["items"]
    assert len([item for item in items if item["action"] == "token.failed"]) == 30


@pytest.mark.usefixtures("few_sessions")
def test_guessed_sessions_are_slowed_and_a_real_one_goes_on(user: Users) -> None:
    budi = user("budi")
    assert {renewal(f"{new_id()}.{GUESS}") for _ in range(5)} == {401}
    assert renewal(f"{new_id()}.{GUESS}") == 429
    assert renewal(f"{new_id()}.{GUESS}", OFFICE) == 401
    assert renewal(budi.cookie) == 200


@pytest.mark.usefixtures("few_sessions")
def test_a_browser_without_a_session_asks_as_often_as_it_likes(user: Users) -> None:
    assert {renewal("") for _ in range(9)} == {401}
    assert renewal(f"{new_id()}.{GUESS}") == 401
