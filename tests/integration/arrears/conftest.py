"""The clerk of the accounts' tests, and the arrears room."""

import pytest

from shared.records import cooperative
from tests.integration.accounts.clerk import Clerk
from tests.integration.accounts.conftest import clerk
from tests.integration.events import Room, identity

__all__ = ["clerk"]


@pytest.fixture
def arrears(clerk: Clerk) -> Room:
    cooperative.cooperative()  # read once in 5 minutes, so no part of a request's calls
    return Room("arrears", identity())
