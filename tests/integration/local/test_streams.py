import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from local import tables
from local.engine import Engine
from local.streams import Streams, consumer
from local.template import StreamSource, load
from shared.kernel.settings import settings
from tests.integration.local import listener

pytestmark = pytest.mark.usefixtures("tables")

TEMPLATE = load("sapa-streams")
MEMBERS = next(table for table in TEMPLATE.tables if table.name.endswith("-members"))
SOURCE = StreamSource(
    function="Listener",
    handler="tests.integration.local.listener.lambda_handler",
    table=MEMBERS.name,
    batch_size=10,
    attempts=3,
    patterns=TEMPLATE.streams[0].patterns,
)
OTHER = "tests.integration.local.listener.other_handler"


class Run:
    """An engine with a database and a poller, as a run of Sapa has them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = Engine(folder / "engine.db")
        monkeypatch.setenv("DYNAMODB_ENDPOINT_URL", self.engine.url)
        settings.cache_clear()
        self.db = boto3.client("dynamodb", endpoint_url=self.engine.url)
        tables.ensure(self.db, [MEMBERS])
        self.folder = folder

    def put(self, key: str, sk: str = "PROFILE", **more: Any) -> None:
        item = {"pk": {"S": key}, "sk": {"S": sk}, **more}
        self.db.put_item(TableName=MEMBERS.name, Item=item)

    def delete(self, key: str, sk: str) -> None:
        self.db.delete_item(TableName=MEMBERS.name, Key={"pk": {"S": key}, "sk": {"S": sk}})

    def deliver(self, *sources: StreamSource) -> None:
        """What a start of Sapa, a moment of it and its end deliver."""
        running = Streams(sources or [SOURCE], self.folder)
        running.start()
        try:
            assert running.catch_up()
        finally:
            running.stop()

    def kill(self) -> None:
        os.kill(self.engine.pid, signal.SIGKILL)
        self.engine._process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setattr(consumer, "RETRY_SECONDS", 0)
    listener.reset()
    started = Run(folder, monkeypatch)
    yield started
    started.engine.stop()


def test_what_the_pattern_names_is_delivered_once_and_in_order(run: Run) -> None:
    for key in ("M#1", "M#2"):
        run.put(key)
        run.put(key, "CARD")
    run.deliver()
    run.deliver()
    assert listener.got == [["M#1", "M#2"]]


def test_a_deleted_profile_is_heard_by_the_counters(run: Run) -> None:
    for sk in ("PROFILE", "CARD"):
        run.put("M#1", sk)
        run.delete("M#1", sk)
    run.deliver()
    assert listener.got == [["M#1", "M#1"]]


def test_a_deleted_export_calls_nobody(run: Run) -> None:
    exports = next(s for s in TEMPLATE.streams if s.handler == "exports.worker.lambda_handler")
    run.put("BY#siti", "FULL#1")
    run.delete("BY#siti", "FULL#1")
    run.deliver(replace(SOURCE, patterns=exports.patterns))
    assert listener.got == [["BY#siti"]]


def test_after_kill_9_only_what_is_new_is_delivered(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.put("M#1")
    run.deliver()
    run.put("M#2")
    run.kill()
    again = Run(folder, monkeypatch)
    try:
        again.put("M#3")
        again.deliver()
        again.deliver()
        assert listener.got == [["M#1"], ["M#2", "M#3"]]
    finally:
        again.engine.stop()


def test_a_batch_that_was_not_finished_is_delivered_again(run: Run) -> None:
    run.put("crash")
    listener.broken.add("crash")
    patient = replace(SOURCE, attempts=1_000_000)
    running = Streams([patient], run.folder)
    running.start()
    assert not running.catch_up(0.5)
    running.stop()
    listener.broken.clear()
    run.deliver()
    assert listener.got == [["crash"]]


def test_what_fails_goes_to_the_dead_letters_and_the_rest_is_delivered(
    run: Run, folder: Path
) -> None:
    listener.broken.add("M#2")
    for key in ("M#1", "M#2", "M#3"):
        run.put(key, photo={"B": b"\xff"})
    run.deliver()
    assert {key for keys in listener.got for key in keys} == {"M#1", "M#3"}
    lines = (folder / "dead_letters.jsonl").read_text().splitlines()
    letters = [json.loads(line) for line in lines]
    assert [letter["handler"] for letter in letters] == [SOURCE.handler]
    dead = [letter["record"] for letter in letters]
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in dead] == ["M#2"]
    assert dead[0]["dynamodb"]["NewImage"]["photo"] == {"B": "/w=="}


def test_a_function_that_crashes_is_tried_as_often_as_the_template_says(
    run: Run, folder: Path
) -> None:
    listener.broken.add("crash")
    run.put("crash")
    run.put("M#1")
    run.deliver()
    assert listener.got == [["M#1"]]
    assert len((folder / "dead_letters.jsonl").read_text().splitlines()) == 1


def test_nothing_is_given_up_while_the_database_is_away_nor_delivered_twice(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "RETRY_SECONDS", 0.01)
    for key in ("M#1", "crash"):
        run.put(key)
    listener.broken.add("crash")
    patient, hasty = replace(SOURCE, attempts=1_000_000), replace(SOURCE, handler=OTHER)
    running = Streams([patient, replace(hasty, function="Other")], folder)
    running.start()
    assert not running.catch_up(0.5)
    run.kill()
    for reader in running._readers:
        for listening in reader._shards[0].consumers:
            listening.source = replace(listening.source, attempts=3)
    time.sleep(0.5)
    listener.broken.clear()
    run.engine.begin_again()
    run.put("M#2")
    assert running.catch_up()
    running.stop()
    assert not (folder / "dead_letters.jsonl").exists()
    assert sorted(key for keys in listener.got for key in keys) == ["M#1", "M#2", "crash"]
    assert [key for keys in listener.got_by_other for key in keys] == ["M#1", "crash", "M#2"]


def test_what_is_written_while_it_runs_is_delivered_and_it_ends(run: Run) -> None:
    running = Streams([SOURCE], run.folder)
    running.start()
    assert running.catch_up()
    run.put("M#1")
    assert running.catch_up()
    running.stop()
    assert listener.got == [["M#1"]]
    assert not [t.name for t in threading.enumerate() if MEMBERS.name in t.name]


def test_a_source_without_patterns_gets_everything(run: Run) -> None:
    run.put("M#1", "CARD")
    run.deliver(replace(SOURCE, patterns=()))
    assert listener.got == [["M#1"]]


def test_a_key_that_is_broken_holds_up_no_other_key_where_calls_may_be_beside_each_other(
    run: Run,
) -> None:
    listener.broken.add("crash")
    beside = replace(SOURCE, attempts=1_000_000, batch_size=1, lanes=2)
    for key in ("crash", "M#1", "crash", "M#2", "M#1"):
        run.put(key, number={"N": str(len(listener.got))})
    running = Streams([beside], run.folder)
    running.start()
    assert not running.catch_up(1)
    listener.broken.clear()
    others = [keys for keys in listener.got if keys != ["crash"]]
    assert sorted(others) == [["M#1"], ["M#1"], ["M#2"]]
    assert running.catch_up()
    running.stop()
    assert listener.got.count(["crash"]) == 2
    run.deliver(beside)
    assert len(listener.got) == 5


def test_a_function_that_is_broken_holds_up_no_other_function(run: Run, folder: Path) -> None:
    listener.broken.add("M#1")
    broken = replace(SOURCE, function="Broken", attempts=1_000_000)
    well = replace(SOURCE, function="Well", handler=SOURCE.handler.replace("lambda_", "other_"))
    run.put("M#1")
    running = Streams([broken, well], folder)
    running.start()
    assert not running.catch_up(0.5)
    running.stop()
    assert listener.got_by_other == [["M#1"]]


def test_what_was_delivered_under_a_functions_earlier_name_is_not_delivered_again(
    run: Run, folder: Path
) -> None:
    run.put("M#1")
    run.deliver()
    path = folder / "streams.json"
    kept = path.read_text().replace("Listener ", "members.counts.lambda_handler ")
    path.write_text(kept)
    run.put("M#2")
    run.deliver(replace(SOURCE, function="MembersCountFunction"))
    assert listener.got == [["M#1"], ["M#2"]]


@pytest.mark.parametrize("left", ["", "{", "[]"])
def test_a_file_of_checkpoints_that_a_dying_disk_left_broken_stops_nothing(
    run: Run, folder: Path, left: str
) -> None:
    (folder / "streams.json").write_text(left)
    run.put("M#1")
    run.deliver()
    assert listener.got == [["M#1"]]


def test_a_stream_that_is_read_on_is_never_described_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DescribeStream reads through all of a stream's records in the engine."""
    asked: list[str] = []
    running = Streams([SOURCE], run.folder)
    (reader,) = running._readers
    events = reader._client.meta.events
    events.register("before-call.dynamodb-streams", lambda model, **_: asked.append(model.name))
    running.start()
    for number in range(5):
        run.put(f"M#{number}")
        assert running.catch_up()
    running.stop()
    assert asked.count("DescribeStream") == 1
    assert asked.count("GetShardIterator") == 1
