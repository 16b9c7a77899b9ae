"""The real engine in memory, and the tables of template.yaml on it, fresh for each test."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from auth import tokens
from local import tables as local_tables
from local import template
from local.engine import Engine
from shared import cooperative, dynamo, vault
from shared.settings import settings

_stacks = count()


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """The endpoint of an in-memory engine."""
    with Engine() as running:
        yield running.url


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Files of a vault secret and a signing key."""
    folder: Path = tmp_path_factory.mktemp("keys")
    (folder / "vault.key").write_bytes(b"a secret of the tests, 32 bytes.")
    tokens.create_key_file(folder / "signing.pem")
    return {
        "VAULT_SECRET_FILE": str(folder / "vault.key"),
        "SIGNING_KEY_FILE": str(folder / "signing.pem"),
    }


@pytest.fixture
def fresh_caches() -> Iterator[Callable[[], None]]:
    """Forget what a process reads once; done again after the test."""

    def forget() -> None:
        for cached in (settings, dynamo.client, vault._secret, vault._key, tokens.signer):
            cached.cache_clear()
        cooperative.forget()

    yield forget
    forget()


@pytest.fixture
def tables(
    engine: str,
    keys: dict[str, str],
    fresh_caches: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> template.Template:
    """Empty tables of a stack of this test's own, and the environment of a function of it."""
    described = template.load(stack=f"sapa-test-{next(_stacks)}")
    environment = {
        **described.environment,
        **keys,
        "DYNAMODB_ENDPOINT_URL": engine,
        "SERVER_TIMING": "1",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    fresh_caches()
    local_tables.ensure(described.tables)
    return described
