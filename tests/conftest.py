"""The engine that tests use: in memory, with the template's tables empty for each test."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import boto3
import hypothesis
import pytest

from local.engine import Engine
from local.template import Table, load
from tests import strictness

SHARED_MEMORY = Path("/dev/shm")
UNIT = Path(__file__).parent / "unit"
_stacks = (f"sapa-test-{number}" for number in count(1))


_loop = asyncio.new_event_loop()


hypothesis.settings.register_profile("sapa", deadline=None)  # a busy machine is not a failure
hypothesis.settings.load_profile("sapa")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-costs", action="store_true", help="write docs/cost.md anew")


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
def engine_file() -> Iterator[Path]:
    """Where the engine keeps its data: in memory where Linux has a place for that.

    A file and not the engine's own memory, since only a file can be given the index without which
    each write reads all stream records of the run: docs/decisions/stream-index.md.
    """
    with TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        yield Path(folder) / "engine.db"


@pytest.fixture(scope="session")
def engine(engine_file: Path) -> Iterator[Engine]:
    """An empty engine for the whole run."""
    running = Engine(engine_file)
    yield running
    running.stop()


class EmptyTables:
    """The template's tables. Of those that a test found only the ones it wrote to are made anew:
    making all of them took longer than most tests. What is made anew has another name.
    """

    def __init__(self, engine: Engine, file: sqlite3.Connection) -> None:
        self._client = boto3.client(
            "dynamodb",
            region_name="ap-southeast-3",
            endpoint_url=engine.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        self._file = file
        self._made: list[tuple[Table, object]] = []

    def renew(self) -> dict[str, str]:
        """Make anew what is needed; answers the environment that names them."""
        fresh = load(next(_stacks))
        pairs = zip_longest(self._made, fresh.tables)
        self._made = [self._one(made, table) for made, table in pairs]
        names = {
            new.name: table.name for new, (table, _) in zip(fresh.tables, self._made, strict=True)
        }
        return {name: names.get(value, value) for name, value in fresh.environment.items()}

    def _one(self, made: tuple[Table, object] | None, fresh: Table) -> tuple[Table, object]:
        if made:
            if self._is_as_made(*made):
                return made
            self._client.delete_table(TableName=made[0].name)
        self._client.create_table(**fresh.definition)
        if fresh.ttl_attribute:
            expiry: Any = {"Enabled": True, "AttributeName": fresh.ttl_attribute}
            self._client.update_time_to_live(TableName=fresh.name, TimeToLiveSpecification=expiry)
        return fresh, self._described(fresh)

    def _is_as_made(self, table: Table, described: object) -> bool:
        """Whether it holds nothing, nothing was ever written to its stream, and it is unchanged."""
        if self._described(table) != described:
            return False
        items = f'SELECT 1 FROM "{table.name}" LIMIT 1'
        records = "SELECT 1 FROM _stream_records WHERE table_name = ? LIMIT 1"
        written = self._file.execute(items).fetchone()
        return not (written or self._file.execute(records, (table.name,)).fetchone())

    def _described(self, table: Table) -> object:
        row = "SELECT * FROM _tables WHERE table_name = ?"
        return self._file.execute(row, (table.name,)).fetchone()


@pytest.fixture(scope="session")
def empty_tables(engine: Engine, engine_file: Path) -> Iterator[EmptyTables]:
    with closing(sqlite3.connect(engine_file, isolation_level=None)) as file:
        yield EmptyTables(engine, file)


@pytest.fixture(scope="session")
def key_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The deployment's secret and signing key, as variables for shared/kernel/settings.py."""
    from local.keys import ensure_keys

    return ensure_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def tables(
    engine: Engine,
    empty_tables: EmptyTables,
    key_files: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The template's tables, empty, and the environment that names them."""
    from shared.aws import dynamo
    from shared.kernel.settings import settings
    from shared.records import cooperative, migrations
    from shared.records.search_index import earlier_table

    variables = empty_tables.renew() | key_files
    variables |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_EC2_METADATA_DISABLED": "true",
        "DYNAMODB_ENDPOINT_URL": engine.url,
        "FILES_FOLDER": str(tmp_path_factory.mktemp("files")),
        "SERVER_TIMING": "1",
    }
    for name in (
        "AWS_PROFILE",
        "TODAY",
        "VAULT_SECRET_ARN",
        "ORIGIN_SECRET_ARN",
        "SIGNING_KEY_ID",
        "FILES_BUCKET",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    cooperative.forget()
    migrations.forget()
    migrations.note_done(earlier_table.MIGRATION)
    if dynamo.client().meta.endpoint_url != engine.url:
        dynamo.client.cache_clear()
    strictness.watch(dynamo.client())
    yield
    settings.cache_clear()
    cooperative.forget()
    migrations.forget()


@pytest.fixture
def origin_secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A deployment behind CloudFront: the secret that it sends along, which a test may replace."""
    from shared.aws import origin_secret
    from shared.kernel.settings import settings

    secret = {"current": "what CloudFront sends"}
    monkeypatch.setenv("ORIGIN_SECRET_ARN", "arn:aws:secretsmanager:::secret:origin")
    reader = SimpleNamespace(get=lambda _, max_age: json.dumps(secret))
    monkeypatch.setattr(origin_secret, "reader", lambda: reader)
    settings.cache_clear()
    yield secret
    settings.cache_clear()
