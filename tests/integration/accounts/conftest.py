"""A clerk with one member, on empty tables, on a fixed business date."""

import pytest

from shared.kernel.settings import settings
from tests.integration.accounts.clerk import TODAY, Clerk
from tests.integration.events import Room, identity


@pytest.fixture
def clerk(tables: None, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    monkeypatch.setenv("TODAY", TODAY)
    settings.cache_clear()
    body = {"name": "Siti Rahmawati", "joined_on": "2020-01-15"}
    member = Room("members", identity())("POST", "/members", body)
    assert member.status == 201, member.body
    return Clerk(Room("accounts", identity()), member.body["member_id"])


@pytest.fixture
def accounts(clerk: Clerk) -> Room:
    return clerk.accounts
