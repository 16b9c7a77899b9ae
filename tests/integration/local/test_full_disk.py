"""A disk that is full: refused clearly, nothing lost, and all goes on once there is room again.

The engine's files may not grow (RLIMIT_FSIZE), which it meets as it would a full disk.
"""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import dead_letters, runner
from local.backup import balances
from tests.integration.local.clerk import Clerk, connected
from tests.integration.local.full_disk import limit
from tests.integration.local.sapa_process import Sapa, engines_of

ROOM = 100_000
MOST_POSTS = 100


@pytest.fixture
def sapa(tmp_path: Path) -> Iterator[Sapa]:
    running = Sapa(tmp_path).ready()
    yield running
    running.process.kill()
    running.wait()


def test_on_a_full_disk_writes_are_503_reads_go_on_and_nothing_is_lost(
    tmp_path: Path, sapa: Sapa
) -> None:
    clerk, token = Clerk(), sapa.token()
    clerk.begin(sapa, token)
    with connected(sapa, token) as http:
        (engine,) = map(int, engines_of(tmp_path))
        for _ in range(5):
            assert clerk.post(http).status_code == 201
        limit(engine, ROOM)
        while clerk.post(http).is_success:
            assert len(clerk.acknowledged) < MOST_POSTS
        begun = time.monotonic()
        for _ in range(3):
            answer = clerk.post(http)
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) > 0
            clerk.check(sapa, token)
        assert time.monotonic() - begun < 60
        limit(engine, resource.RLIM_INFINITY)
        assert clerk.post(http).status_code == 201
        clerk.check(sapa, token)
    assert sapa.end(signal.SIGTERM) == 0
    found = balances.of(tmp_path / "engine.db", "sapa-local-accounts")
    assert (found.differing, found.entries) == (0, len(clerk.acknowledged))
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
