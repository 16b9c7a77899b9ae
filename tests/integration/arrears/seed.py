"""The pause and the snapshot that event files speak of."""

import pytest

from tests.integration.accounts.seed import FINANCING_ID
from tests.integration.arrears.snapshots import takes
from tests.integration.events import Room, identity


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The financing account of the accounts' seed is paused from 1 to 30 June 2024.

    Of 1 March 2024 there is a snapshot.
    """
    body = {"start_on": "2024-06-01", "end_on": "2024-07-01"}
    answer = Room("arrears", identity())("POST", f"/accounts/{FINANCING_ID}/pauses", body)
    assert answer.status == 201, answer.body
    takes("2024-03-01")
