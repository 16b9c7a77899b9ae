"""Whose word a local run takes about who calls."""

import asyncio
from typing import Any

import pytest

from local.config import Misconfigured, config
from local.runner import uvicorn_config

BROWSER, PROXY, STRANGER = "203.0.113.7", "192.0.2.10", "198.51.100.9"


def seen(trusted: str | None, connection: str, forwarded: str) -> str:
    """The address of the caller as the gateway sees it."""
    found: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        found.append(scope["client"][0])

    settings = config({"TRUSTED_PROXY": trusted} if trusted else {})
    served = uvicorn_config(app, settings)
    served.load()
    headers = [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "client": (connection, 50000), "headers": headers}
    asyncio.run(served.loaded_app(scope, None, None))
    return found[0]


@pytest.mark.parametrize("connection", ["127.0.0.1", STRANGER])
def test_nobody_is_believed_unless_named(monkeypatch: pytest.MonkeyPatch, connection: str) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # what uvicorn itself would read
    assert seen(None, connection, BROWSER) == connection


def test_the_named_proxy_is_believed_about_the_last_address_and_others_are_not() -> None:
    assert seen(PROXY, PROXY, f"{STRANGER}, {BROWSER}") == BROWSER
    assert seen(PROXY, STRANGER, BROWSER) == STRANGER
    assert seen("192.0.2.0/24, 127.0.0.1", "127.0.0.1", f"{BROWSER}, {PROXY}") == BROWSER


@pytest.mark.parametrize("value", ["*", "caddy", "192.0.2.1/24"])
def test_what_is_no_address_is_refused_by_its_name(value: str) -> None:
    with pytest.raises(Misconfigured, match="TRUSTED_PROXY"):
        config({"TRUSTED_PROXY": value})
