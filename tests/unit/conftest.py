"""Unit tests have no cloud and no engine, only names and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.aws import vault
from shared.kernel.settings import settings

TABLES = (
    "MEMBERS",
    "SEARCH",
    "ACCOUNTS",
    "ARREARS",
    "CONTACTS",
    "REMINDERS",
    "AUTH",
    "IMPORTS",
    "FEED",
    "EXPORTS",
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    secret = tmp_path / "secret"
    secret.write_bytes(b"a secret of the tests, 32 bytes.")
    monkeypatch.setenv("VAULT_SECRET_FILE", str(secret))
    for table in TABLES:
        monkeypatch.setenv(f"{table}_TABLE", f"unit-{table.lower()}")
    caches = (settings, vault._secret, vault._key)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()
