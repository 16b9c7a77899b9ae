"""A disk that is full: refused clearly, nothing lost, and all goes on once there is room again.

The engine's files may not grow (RLIMIT_FSIZE), which it meets as it would a full disk.
"""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local import dead_letters, runner
from tests.integration.local.sapa_process import Sapa, engines_of

MOST_POSTS = 400


@pytest.fixture
def sapa(tmp_path: Path) -> Iterator[Sapa]:
    running = Sapa(tmp_path).ready()
    yield running
    running.process.kill()
    running.wait()


def limit(folder: Path, size: int) -> None:
    (pid,) = engines_of(folder)
    resource.prlimit(int(pid), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_on_a_full_disk_writes_are_503_reads_go_on_and_nothing_is_lost(
    tmp_path: Path, sapa: Sapa
) -> None:
    bearer = {"Authorization": f"Bearer {sapa.sign_in().json()['access_token']}"}
    member = sapa.post("/members", {"name": "Siti", "joined_on": "2024-03-01"}, **bearer).json()
    account = {"member_id": member["member_id"], "kind": "savings", "product": "sukarela"}
    opened = sapa.post("/accounts", {**account, "opened_on": "2024-03-01"}, **bearer).json()
    where = f"/accounts/{opened['account_id']}"

    def deposit(key: str) -> httpx.Response:
        body = {"type": "deposit", "value_date": "2024-03-02", "amount": 1_000, "note": key}
        return sapa.post(f"{where}/transactions", body, **bearer, **{"Idempotency-Key": key})

    taken: list[str] = []
    limit(tmp_path, (tmp_path / "engine.db-wal").stat().st_size)
    while (answer := deposit(f"key {len(taken)}")).status_code == 201:
        taken.append(f"key {len(taken)}")
        assert len(taken) < MOST_POSTS
    begun = time.monotonic()
    for _ in range(3):
        answer = deposit(f"key {len(taken)}")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        assert sapa.get(where, **bearer).json()["balance"] == 1_000 * len(taken)
    assert time.monotonic() - begun < 30
    limit(tmp_path, resource.RLIM_INFINITY)
    assert deposit(f"key {len(taken)}").status_code == 201
    taken.append(f"key {len(taken)}")
    assert sapa.end(signal.SIGTERM) == 0

    again = Sapa(tmp_path).ready()
    try:
        bearer = {"Authorization": f"Bearer {again.sign_in().json()['access_token']}"}
        shown = again.get(f"{where}/transactions?limit=100", **bearer).json()["items"]
        assert {row["note"] for row in shown} >= set(taken[-100:])
        assert again.get(where, **bearer).json()["balance"] == 1_000 * len(taken)
    finally:
        assert again.end(signal.SIGTERM) == 0
    assert not (tmp_path / dead_letters.FILE).exists()


def test_a_start_for_which_there_is_no_room_says_so_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def full(_: object) -> None:
        raise OSError(28, os.strerror(28), str(tmp_path / "vault.secret.draft"))

    monkeypatch.setattr(runner, "run", full)
    with pytest.raises(SystemExit, match=r"No space left on device: .*vault"):
        runner.main()
