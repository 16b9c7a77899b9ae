"""The engine that tests use: in memory, with the template's tables anew for each test."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest

from local import tables as local_tables
from local.engine import Engine
from local.template import load
from tests import strictness

SHARED_MEMORY = Path("/dev/shm")
UNIT = Path(__file__).parent / "unit"
_stacks = (f"sapa-test-{number}" for number in count(1))


_loop = asyncio.new_event_loop()


hypothesis.settings.register_profile("sapa", deadline=None)  # a busy machine is not a failure
hypothesis.settings.load_profile("sapa")


def pytest_configure() -> None:
    """Importing a room's handler makes Mangum look for the thread's event loop: here it is."""
    asyncio.set_event_loop(_loop)


def pytest_sessionfinish() -> None:
    asyncio.set_event_loop(None)
    _loop.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A unit test that opens a socket fails."""
    for item in items:
        if item.path.is_relative_to(UNIT):
            item.add_marker(pytest.mark.disable_socket)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An empty engine for the whole run, its file in memory where Linux has a place for that.

    A file and not the engine's own memory, since only a file can be given the index without which
    each write reads all stream records of the run: docs/decisions/stream-index.md.
    """
    with TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        running = Engine(Path(folder) / "engine.db")
        yield running
        running.stop()


@pytest.fixture(scope="session")
def key_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The deployment's secret and signing key, as variables for shared/kernel/settings.py."""
    from local.keys import ensure_keys

    return ensure_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def tables(
    engine: Engine,
    key_files: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The template's tables, empty, and the environment that names them."""
    from shared.aws import dynamo
    from shared.kernel.settings import settings
    from shared.records import cooperative, migrations

    template = load(next(_stacks))
    variables = template.environment | key_files
    variables |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_EC2_METADATA_DISABLED": "true",
        "DYNAMODB_ENDPOINT_URL": engine.url,
        "FILES_FOLDER": str(tmp_path_factory.mktemp("files")),
        "SERVER_TIMING": "1",
    }
    for name in ("AWS_PROFILE", "TODAY", "VAULT_SECRET_ARN", "SIGNING_KEY_ID", "FILES_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    cooperative.forget()
    migrations.forget()
    if dynamo.client().meta.endpoint_url != engine.url:
        dynamo.client.cache_clear()
    strictness.watch(dynamo.client())
    local_tables.ensure(dynamo.client(), template.tables)
    yield
    local_tables.drop(dynamo.client(), template.tables)
    settings.cache_clear()
    cooperative.forget()
    migrations.forget()
