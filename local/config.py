"""What `make run` reads from the environment (README.md)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_network
from pathlib import Path


class Misconfigured(Exception):
    """A variable has a value that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Config:
    """The local run's settings."""

    port: int
    host: str
    data_dir: Path
    demo: bool
    admin_username: str
    admin_password: str | None
    today: date | None
    endpoint_url: str | None
    trusted_proxy: str | None


def config(env: Mapping[str, str] = os.environ) -> Config:
    """The settings, or Misconfigured."""
    return Config(
        port=_port(env.get("PORT") or "8000"),
        host=env.get("HOST") or "127.0.0.1",
        data_dir=Path(env.get("DATA_DIR") or ".data").resolve(),
        demo=_switch(env.get("DEMO") or "1"),
        admin_username=env.get("ADMIN_USERNAME") or "admin",
        admin_password=env.get("ADMIN_PASSWORD") or None,
        today=_date(env.get("TODAY")),
        endpoint_url=env.get("DYNAMODB_ENDPOINT_URL") or None,
        trusted_proxy=_addresses(env.get("TRUSTED_PROXY")),
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Misconfigured(f"PORT is {text!r}; it must be a number from 1 to 65535")
    return int(text)


def _switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise Misconfigured(
            f"DEMO is {text!r}; it must be 1 (a synthetic cooperative) or 0 (empty)"
        )
    return text == "1"


def _addresses(text: str | None) -> str | None:
    try:
        for one in (text or "").split(","):
            if one:
                ip_network(one.strip())
    except ValueError as error:
        raise Misconfigured(
            f"TRUSTED_PROXY is {text!r}; it must be the proxy's address, or several with commas"
        ) from error
    return text or None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Misconfigured(f"TODAY is {text!r}; it must be a date, YYYY-MM-DD") from error
