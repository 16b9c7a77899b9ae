"""An engine that ends by itself is begun again; else Sapa ends, to be begun anew with it."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local import engine_watch
from local.engine import EngineFailed
from local.engine_watch import EngineWatch
from tests.integration.local.sapa_process import Sapa, engines_of


@pytest.fixture
def sapa(tmp_path: Path) -> Iterator[Sapa]:
    running = Sapa(tmp_path).ready()
    yield running
    running.process.kill()
    running.wait()


def engine_of(folder: Path, other_than: int = 0) -> int:
    """The pid of the engine that runs on a folder."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for pid in map(int, engines_of(folder)):
            if pid != other_than:
                return pid
        time.sleep(0.01)
    raise AssertionError("no engine")


def test_calls_are_answered_or_503_while_the_engine_is_begun_again_and_nothing_is_lost(
    tmp_path: Path, sapa: Sapa
) -> None:
    bearer = {"Authorization": f"Bearer {sapa.sign_in().json()['access_token']}"}
    made: list[str] = []
    others: list[httpx.Response] = []
    seconds: list[float] = []
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            begun = time.monotonic()
            answer = sapa.post("/members", {"name": "Siti", "joined_on": "2024-03-01"}, **bearer)
            seconds.append(time.monotonic() - begun)
            if answer.status_code == 201:
                made.append(answer.json()["member_id"])
            else:
                others.append(answer)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    pid = 0
    for _ in range(2):
        pid = engine_of(tmp_path, other_than=pid)
        before = len(made)
        os.kill(pid, signal.SIGKILL)
        engine_of(tmp_path, other_than=pid)
        deadline = time.monotonic() + 20
        while len(made) < before + 5:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    ended.set()
    for writer in writers:
        writer.join()
    assert {answer.status_code for answer in others} <= {503}
    for answer in others:
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
    assert max(seconds) < 15
    for member_id in made:
        assert sapa.get(f"/members/{member_id}", **bearer).status_code == 200
    assert_counted(sapa, bearer)
    assert sapa.end(signal.SIGTERM) == 0
    assert engines_of(tmp_path) == []


def assert_counted(sapa: Sapa, bearer: dict[str, str]) -> None:
    """The counters, which follow the stream, come to what the list shows: each member once."""
    page = sapa.get("/members?limit=100", **bearer).json()
    shown = len(page["items"])
    while cursor := page["next_cursor"]:
        page = sapa.get(f"/members?limit=100&cursor={cursor}", **bearer).json()
        shown += len(page["items"])
    deadline = time.monotonic() + 15
    while sapa.get("/members/counts", **bearer).json()["total"] != shown:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(0.5)
    assert sapa.get("/members/counts", **bearer).json()["total"] == shown


def test_an_engine_that_keeps_ending_ends_sapa_with_an_error(tmp_path: Path, sapa: Sapa) -> None:
    pid = 0
    for _ in range(len(engine_watch.PAUSES_SECONDS) + 1):
        pid = engine_of(tmp_path, other_than=pid)
        os.kill(pid, signal.SIGKILL)
    assert sapa.wait() == 1
    assert sapa.lines[-1].startswith("sapa: The database ended 6 times")


class Breaking:
    """An engine that ends at once, and does not begin."""

    def __init__(self) -> None:
        self.begun = 0

    def wait(self) -> None:
        pass

    def begin_again(self) -> None:
        self.begun += 1
        raise EngineFailed("no")


def test_an_engine_that_does_not_begin_is_tried_so_often_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_watch, "PAUSES_SECONDS", (0.0, 0.01))
    told = threading.Event()
    monkeypatch.setattr(os, "kill", lambda pid, kind: told.set())
    broken = Breaking()
    watch = EngineWatch(broken)  # type: ignore[arg-type]
    with pytest.raises(EngineFailed), watch:
        assert told.wait(5)
    assert broken.begun == 2


class Stopping(Breaking):
    """An engine that ends when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def wait(self) -> None:
        self.told.wait()


def test_an_engine_that_is_stopped_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_watch, "PAUSES_SECONDS", ())
    monkeypatch.setattr(os, "kill", lambda pid, kind: pytest.fail("given up"))
    stopping = Stopping()
    with EngineWatch(stopping) as watch:  # type: ignore[arg-type]
        pass
    stopping.told.set()
    watch._thread.join(5)
    assert not watch._thread.is_alive()
    assert stopping.begun == 0
    assert watch._gave_up is None
