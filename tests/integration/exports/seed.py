"""The exports that event files speak of, both begun by siti: one of everything, one of members."""

import pytest

from exports import service
from exports.schemas import NewExport
from shared.kernel.caller import PERMISSIONS, Caller
from shared.records.system_clock import SystemClock

FULL = "01JC0000000000000000000009"
MEMBER_LIST = "01JB0000000000000000000009"
SITI = Caller("siti", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither has done its first step."""
    clock = SystemClock()
    with monkeypatch.context() as patch:
        patch.setattr(service, "new_id", lambda: FULL)
        service.start_full(SITI, clock)
        patch.setattr(service, "new_id", lambda: MEMBER_LIST)
        service.start_member_list(SITI, NewExport(columns=("name",)), clock, "id")
