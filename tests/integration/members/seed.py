"""The member that event files speak of."""

import pytest

from members import service
from tests.integration.events import MEMBER_ID, Room, identity


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Member 01JB0000000000000000000001: Siti Rahmawati, number 2001.00001, with a NIK."""
    with monkeypatch.context() as patch:
        patch.setattr(service, "new_id", lambda: MEMBER_ID)
        body = {
            "name": "Siti Rahmawati",
            "joined_on": "2020-01-15",
            "member_no": "2001.00001",
            "nik": "3515014602870119",
            "birth_date": "1987-02-06",
            "gender": "P",
        }
        answer = Room("members", identity())("POST", "/members", body)
        assert answer.status == 201, answer.body
