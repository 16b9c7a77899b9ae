import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from local import engine
from local.engine import BINARY, Engine, EngineMissing

ROOT = Path(__file__).parents[3]
TABLE = "sapa-engine-test"


def client(url: str) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name="ap-southeast-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def make_table(db: Any) -> None:
    db.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def put(db: Any, key: str) -> None:
    db.put_item(TableName=TABLE, Item={"pk": {"S": key}})


def has(db: Any, key: str) -> bool:
    return "Item" in db.get_item(TableName=TABLE, Key={"pk": {"S": key}}, ConsistentRead=True)


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def soon(condition: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "engine.db"


@pytest.fixture
def orphan(database: Path) -> Iterator[int]:
    """An engine whose runner is gone, with the note that the runner left."""
    command = [str(BINARY), "serve", "--host", "127.0.0.1", "--port", str(engine.free_port())]
    child = subprocess.Popen(
        [*command, "--db-path", str(database)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    database.with_suffix(".pid").write_text(json.dumps({"pid": child.pid}))
    assert soon(database.exists)
    yield child.pid
    child.kill()
    child.wait()


def test_what_was_answered_is_there_after_kill_9_of_the_engine(database: Path) -> None:
    running = Engine(database)
    db = client(running.url)
    make_table(db)
    for number in range(50):
        put(db, f"M#{number}")
    os.kill(running.pid, signal.SIGKILL)
    again = Engine(database)
    try:
        assert all(has(client(again.url), f"M#{number}") for number in range(50))
    finally:
        again.stop()
        running.stop()


def test_the_engine_dies_with_a_runner_that_is_killed(database: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from local.engine import Engine; "
        "print(Engine(Path(sys.argv[1])).pid, flush=True); time.sleep(60)"
    )
    runner = subprocess.Popen(
        [sys.executable, "-c", program, str(database)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert runner.stdout
    pid = int(runner.stdout.readline())
    assert alive(pid)
    runner.kill()
    runner.wait()
    runner.stdout.close()
    assert soon(lambda: not alive(pid))


def test_an_engine_that_outlived_its_runner_is_ended_at_the_next_start(
    database: Path, orphan: int
) -> None:
    running = Engine(database)
    try:
        assert not alive(orphan)
        make_table(client(running.url))
    finally:
        running.stop()


def test_a_note_with_the_pid_of_another_program_ends_nothing(database: Path) -> None:
    database.with_suffix(".pid").write_text(json.dumps({"pid": os.getpid()}))
    Engine(database).stop()


@pytest.mark.parametrize("note", ["", "{", '{"port": 1}', '{"pid": 999999999}'])
def test_a_note_that_makes_no_sense_is_ignored(database: Path, note: str) -> None:
    database.with_suffix(".pid").write_text(note)
    Engine(database).stop()


def test_a_stopped_engine_leaves_no_note_and_no_process(database: Path) -> None:
    running = Engine(database)
    running.stop()
    running.stop()
    assert not alive(running.pid)
    # One that is ended before it listens for signals leaves SQLite's own two files behind.
    left = {path.name for path in database.parent.iterdir()}
    assert left - {"engine.db-wal", "engine.db-shm"} == {"engine.db"}


def test_without_the_binary_the_message_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "BINARY", tmp_path / "none")
    with pytest.raises(EngineMissing, match="DYNAMODB_ENDPOINT_URL"):
        Engine()
