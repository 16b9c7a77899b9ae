import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from local import streams, tables
from local.engine import Engine
from local.streams import Poller
from local.template import StreamSource, load
from shared.settings import settings
from tests.integration.local import listener

pytestmark = pytest.mark.usefixtures("tables")

TEMPLATE = load("sapa-streams")
MEMBERS = next(table for table in TEMPLATE.tables if table.name.endswith("-members"))
SOURCE = StreamSource(
    handler="tests.integration.local.listener.lambda_handler",
    table=MEMBERS.name,
    batch_size=10,
    attempts=3,
    patterns=TEMPLATE.streams[0].patterns,
)


class Run:
    """An engine with a database and a poller, as a run of Sapa has them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = Engine(folder / "engine.db")
        monkeypatch.setenv("DYNAMODB_ENDPOINT_URL", self.engine.url)
        settings.cache_clear()
        self.db = boto3.client("dynamodb", endpoint_url=self.engine.url)
        tables.ensure(self.db, [MEMBERS])
        self.poller = Poller([SOURCE], folder)

    def put(self, key: str, sk: str = "PROFILE", **more: Any) -> None:
        item = {"pk": {"S": key}, "sk": {"S": sk}, **more}
        self.db.put_item(TableName=MEMBERS.name, Item=item)

    def delete(self, key: str, sk: str) -> None:
        self.db.delete_item(TableName=MEMBERS.name, Key={"pk": {"S": key}, "sk": {"S": sk}})

    def poll(self) -> int:
        return self.poller.poll(SOURCE)

    def kill(self) -> None:
        os.kill(self.engine.pid, signal.SIGKILL)
        self.engine._process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setattr(streams, "RETRY_SECONDS", 0)
    listener.reset()
    started = Run(folder, monkeypatch)
    yield started
    started.engine.stop()


def test_what_the_pattern_names_is_delivered_once_and_in_order(run: Run) -> None:
    for key in ("M#1", "M#2"):
        run.put(key)
        run.put(key, "CARD")
    run.poll()
    run.poll()
    assert listener.got == [["M#1", "M#2"]]


def test_a_deleted_profile_is_heard_by_the_counters(run: Run) -> None:
    for sk in ("PROFILE", "CARD"):
        run.put("M#1", sk)
        run.delete("M#1", sk)
    run.poll()
    assert listener.got == [["M#1", "M#1"]]


def test_a_deleted_export_calls_nobody(run: Run) -> None:
    exports = next(s for s in TEMPLATE.streams if s.handler == "members.export_work.lambda_handler")
    run.put("EXPORT#1", "EXPORT")
    run.delete("EXPORT#1", "EXPORT")
    run.poller.poll(replace(SOURCE, patterns=exports.patterns))
    assert listener.got == [["EXPORT#1"]]


def test_after_kill_9_only_what_is_new_is_delivered(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.put("M#1")
    run.poll()
    run.put("M#2")
    run.kill()
    again = Run(folder, monkeypatch)
    try:
        again.put("M#3")
        again.poll()
        again.poll()
        assert listener.got == [["M#1"], ["M#2", "M#3"]]
    finally:
        again.engine.stop()


def test_a_batch_that_was_not_finished_is_delivered_again(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.put("crash")
    listener.broken.add("crash")
    run.poller._stopped.set()
    with pytest.raises(InterruptedError):
        run.poll()
    listener.broken.clear()
    Poller([SOURCE], folder).poll(SOURCE)
    assert listener.got == [["crash"]]


def test_what_fails_goes_to_the_dead_letters_and_the_rest_is_delivered(
    run: Run, folder: Path
) -> None:
    listener.broken.add("M#2")
    for key in ("M#1", "M#2", "M#3"):
        run.put(key, photo={"B": b"\xff"})
    run.poll()
    assert {key for keys in listener.got for key in keys} == {"M#1", "M#3"}
    lines = (folder / "dead_letters.jsonl").read_text().splitlines()
    dead = [json.loads(line) for line in lines]
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in dead] == ["M#2"]
    assert dead[0]["dynamodb"]["NewImage"]["photo"] == {"B": "/w=="}


def test_a_function_that_crashes_is_tried_as_often_as_the_template_says(
    run: Run, folder: Path
) -> None:
    listener.broken.add("crash")
    run.put("crash")
    run.put("M#1")
    run.poll()
    assert listener.got == [["M#1"]]
    assert len((folder / "dead_letters.jsonl").read_text().splitlines()) == 1


def wait_for(*got: list[str]) -> None:
    deadline = time.monotonic() + 10
    while listener.got != list(got) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert listener.got == list(got)


def test_the_thread_delivers_and_ends(run: Run) -> None:
    run.put("M#1")
    run.poller.start()
    wait_for(["M#1"])
    run.poller.stop()
    assert not run.poller._thread.is_alive()


def test_a_poller_that_has_not_found_anything_for_long_is_woken_by_a_write(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "GROWTH", 3600 / streams.SHORTEST_SECONDS)
    monkeypatch.setattr(streams, "LONGEST_SECONDS", 3600)
    run.put("M#1")
    run.poller.start()
    wait_for(["M#1"])
    time.sleep(5 * streams.SHORTEST_SECONDS)
    run.put("M#2")
    run.poller.wake()
    wait_for(["M#1"], ["M#2"])
    run.poller.stop()
    assert not run.poller._thread.is_alive()


def test_a_streams_shards_are_looked_up_once_in_a_while(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = [0]
    shards_of = run.poller._shards_of

    def counted(arn: str) -> list[Any]:
        looked[0] += 1
        return shards_of(arn)

    monkeypatch.setattr(run.poller, "_shards_of", counted)
    for key in ("M#1", "M#2"):
        run.put(key)
        run.poll()
    assert (listener.got, looked) == ([["M#1"], ["M#2"]], [1])


def test_a_source_without_patterns_gets_everything(run: Run) -> None:
    run.put("M#1", "CARD")
    run.poller.poll(replace(SOURCE, patterns=()))
    assert listener.got == [["M#1"]]
