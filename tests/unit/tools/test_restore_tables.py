"""All tables are restored at one moment, and are then as the template has them."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.template import load
from tools import restore_tables

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
TABLES = load("sapa").tables


class FakeDynamo:
    """Restores that take two looks."""

    def __init__(self, young: str = "") -> None:
        self.restored: dict[str, Any] = {}
        self.changed: dict[str, list[str]] = {}
        self._young = young
        self._looks = 0

    def describe_continuous_backups(self, TableName: str) -> dict[str, Any]:  # noqa: N803
        first = NOW - timedelta(hours=1 if TableName == self._young else 800)
        window = {"EarliestRestorableDateTime": first, "LatestRestorableDateTime": NOW}
        return {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": window}}

    def restore_table_to_point_in_time(self, TargetTableName: str, **said: Any) -> None:  # noqa: N803
        self.restored[TargetTableName] = (said["SourceTableName"], said["RestoreDateTime"])

    def describe_table(self, TableName: str) -> dict[str, Any]:  # noqa: N803
        self._looks += 1
        return {"Table": {"TableStatus": "ACTIVE" if self._looks % 2 == 0 else "CREATING"}}

    def _changed(self, table: str, what: str) -> None:
        self.changed.setdefault(table, []).append(what)

    def update_table(self, TableName: str, StreamSpecification: dict[str, Any]) -> None:  # noqa: N803
        assert StreamSpecification["StreamEnabled"]
        self._changed(TableName, "stream")

    def update_time_to_live(self, TableName: str, **_: Any) -> None:  # noqa: N803
        self._changed(TableName, "expiry")

    def update_continuous_backups(self, TableName: str, **_: Any) -> None:  # noqa: N803
        self._changed(TableName, "recovery")


def restored(client: FakeDynamo, at: datetime = NOW - timedelta(days=1)) -> list[float]:
    pauses: list[float] = []
    restore_tables.restore(client, "sapa", at, "sapa-two", pauses.append)
    return pauses


def test_every_table_is_restored_at_the_same_moment_beside_the_old_one() -> None:
    client = FakeDynamo()
    pauses = restored(client)
    at = NOW - timedelta(days=1)
    assert client.restored == {t.name.replace("sapa", "sapa-two"): (t.name, at) for t in TABLES}
    assert len(pauses) >= len(TABLES)


def test_a_restored_table_has_its_stream_expiry_and_recovery_again() -> None:
    client = FakeDynamo()
    restored(client)
    members = client.changed["sapa-two-members"]
    assert members == ["stream", "expiry", "recovery"]
    assert client.changed["sapa-two-feed"] == ["recovery"]
    assert len(client.changed) == len(TABLES)


def test_no_table_is_restored_where_one_does_not_reach_back_so_far() -> None:
    client = FakeDynamo(young="sapa-auth")
    with pytest.raises(restore_tables.NotAtThatTime, match="sapa-auth"):
        restored(client)
    assert client.restored == {}


def test_a_time_must_say_its_zone() -> None:
    assert restore_tables.moment("2026-11-27T03:00:00+07:00").hour == 20
    with pytest.raises(ArgumentTypeError):
        restore_tables.moment("2026-11-27T03:00:00")
