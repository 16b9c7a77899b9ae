"""An empty cooperative on a fixed business date, and the reminders room."""

import pytest

from shared import cooperative
from shared.settings import settings
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Room, identity
from tests.integration.reminders.cooperative import Members


@pytest.fixture
def members(tables: None, monkeypatch: pytest.MonkeyPatch) -> Members:
    monkeypatch.setenv("TODAY", TODAY)
    settings.cache_clear()
    cooperative.cooperative()
    return Members()


@pytest.fixture
def reminders(members: Members) -> Room:
    return Room("reminders", identity())
