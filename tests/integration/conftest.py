"""The business date of the tests' files, and Sapa on a port of this computer."""

from collections.abc import Iterator

import pytest
from starlette.responses import Response

from local.gateway import Gateway
from local.template import load
from shared.aws.observability import logger
from shared.kernel.settings import settings
from tests.integration.events import Room, identity
from tests.integration.serving import TODAY, serving
from tools.feed import web


@pytest.fixture(scope="session", autouse=True)
def _one_log() -> None:
    """The logger keeps the stream of its first use, which must not be one test's own."""
    logger()


@pytest.fixture
def today(tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The business date is that of the files, whenever the tests run."""
    monkeypatch.setenv("TODAY", TODAY)
    settings.cache_clear()


@pytest.fixture
def sapa(today: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address; the environment of `python -m tools.feed` is set."""
    monkeypatch.setattr(web, "_LONGEST_PAUSE", 0.0)
    made = Room("auth", identity())(
        "POST", "/auth/clients", {"name": "inti", "scopes": ["imports:feed"]}
    ).body
    with serving(Gateway(load(), Response(status_code=404))) as address:
        monkeypatch.setenv("SAPA_URL", address)
        monkeypatch.setenv("SAPA_CLIENT_ID", made["client_id"])
        monkeypatch.setenv("SAPA_CLIENT_SECRET", made["client_secret"])
        yield address
