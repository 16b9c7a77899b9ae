"""An empty cooperative on a fixed business date, and the reminders room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.kernel.settings import settings
from shared.records import cooperative
from tests.cloud_api import server
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room, identity
from tests.integration.reminders.cooperative import Members
from tests.integration.reminders.delivery_room import Delivery


@pytest.fixture
def members(tables: None, monkeypatch: pytest.MonkeyPatch) -> Members:
    monkeypatch.setenv("TODAY", TODAY)
    settings.cache_clear()
    cooperative.cooperative()
    return Members()


@pytest.fixture
def reminders(members: Members) -> Room:
    return Room("reminders", identity())


@pytest.fixture
def cloud() -> Iterator[server.CloudApi]:
    with server.running() as api:
        yield api


@pytest.fixture
def delivery(
    cloud: server.CloudApi,
    members: Members,
    reminders: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Delivery:
    secret = tmp_path / "whatsapp.json"
    secret.write_text(cloud.secret)
    monkeypatch.setenv("WHATSAPP_SECRET_FILE", str(secret))
    settings.cache_clear()
    assert reminders("PUT", "/reminders/rules", {"channel": "whatsapp"}).status == 200
    return Delivery(cloud, members, reminders)
