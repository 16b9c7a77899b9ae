"""A browser that signs in through the real authorizer, at a time that a test may move on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from auth import bootstrap, passwords
from shared.records.system_clock import SystemClock
from tests.integration.auth.browser import Browser

PASSWORD = "sepeda tua di gudang"

Users = Callable[..., Browser]


class MovableClock:
    """The real time until it is moved on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **ahead: float) -> None:
        self.ahead += timedelta(**ahead)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovableClock:
    made = MovableClock()
    monkeypatch.setattr(SystemClock, "now", lambda _: made.now())
    return made


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    monkeypatch.setattr(passwords, "_NOBODYS", cheap.hash("nobody's"))


@pytest.fixture
def admin(tables: None) -> Browser:
    """A browser in which the only admin has signed in."""
    bootstrap.ensure_admin("admin", PASSWORD)
    browser = Browser()
    assert browser.sign_in("admin", PASSWORD).status == 200
    return browser


@pytest.fixture
def user(admin: Browser) -> Users:
    """Adds a user (username, role, offices…) and answers a browser in which they have signed in."""

    def add(username: str = "budi", role: str = "officer", **more: object) -> Browser:
        new = {"username": username, "name": "Budi Santoso", "role": role, "password": PASSWORD}
        assert admin("POST", "/auth/users", new | more).status == 201
        browser = Browser()
        assert browser.sign_in(username, PASSWORD).status == 200
        return browser

    return add
