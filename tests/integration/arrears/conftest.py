"""The clerk of the accounts' tests, and the arrears room."""

import pytest

from tests.integration.accounts.clerk import Clerk
from tests.integration.accounts.conftest import clerk
from tests.integration.events import Room, identity

__all__ = ["clerk"]


@pytest.fixture
def arrears(clerk: Clerk) -> Room:
    room = Room("arrears", identity())
    room("GET", f"/members/{clerk.member_id}/arrears")  # the settings are read once
    return room
