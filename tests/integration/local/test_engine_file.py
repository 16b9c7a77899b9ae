"""The engine's file: its indexes, what expired, and stream records that everybody has passed."""

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local import engine_file, expiry, tables
from local.engine import Engine
from local.template import Table, load

TABLES = {table.name.rpartition("-")[2]: table for table in load("sapa-file").tables}
AUTH, MEMBERS = TABLES["auth"], TABLES["members"]
NOW = 1_795_000_000


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "engine.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    running = Engine(database)
    tables.ensure(client(running), [AUTH, MEMBERS])
    running.index()
    yield running
    running.stop()


def client(engine: Engine) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=engine.url,
        region_name="ap-southeast-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


def put(db: Any, table: Table, key: str, **more: Any) -> None:
    item = {"pk": {"S": key}, "sk": {"S": "A"}, **more}
    db.put_item(TableName=table.name, Item=item)


def keys(db: Any, table: Table) -> set[str]:
    return {row["pk"]["S"] for row in db.scan(TableName=table.name)["Items"]}


def plan(database: Path, statement: str) -> str:
    with closing(sqlite3.connect(database)) as file:
        return str(file.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall())


def test_the_sweep_deletes_what_has_expired_and_nothing_else(
    engine: Engine, database: Path
) -> None:
    db = client(engine)
    for key, ttl in (("old", NOW - 1), ("now", NOW), ("new", NOW + 1)):
        put(db, AUTH, key, ttl={"N": str(ttl)})
    put(db, AUTH, "forever")
    assert expiry.sweep(db, database, AUTH, NOW) == 1
    assert keys(db, AUTH) == {"now", "new", "forever"}
    assert expiry.sweep(db, database, MEMBERS, NOW) == 0


def test_the_sweep_of_many_goes_on_to_the_end(
    engine: Engine, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "_AT_ONCE", 3)
    db = client(engine)
    for number in range(7):
        put(db, AUTH, f"old {number}", ttl={"N": "1"})
    assert expiry.sweep(db, database, AUTH, NOW) == 7


def test_an_item_that_was_renewed_meanwhile_stays(
    engine: Engine, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = client(engine)
    put(db, AUTH, "renewed", ttl={"N": str(NOW + 1)})
    found = iter([[("renewed", "A")], []])
    monkeypatch.setattr(engine_file, "expired", lambda *_: next(found))
    assert expiry.sweep(db, database, AUTH, NOW) == 0
    assert keys(db, AUTH) == {"renewed"}


def test_the_sweep_looks_at_an_index_only(engine: Engine, database: Path) -> None:
    asked = (
        f'SELECT pk FROM "{AUTH.name}" WHERE json_extract(item_json, "$.ttl.N") IS NOT NULL'
        ' AND CAST(json_extract(item_json, "$.ttl.N") AS INTEGER) < 5'
    ).replace('"$.ttl.N"', "'$.ttl.N'")
    assert "USING INDEX sapa_expiring" in plan(database, asked)


def test_a_new_table_is_indexed_and_the_engine_answers_on(engine: Engine, database: Path) -> None:
    db = client(engine)
    put(db, AUTH, "before")
    tables.ensure(db, [TABLES["imports"]])
    assert not engine_file.is_prepared(database)
    engine.index()
    assert engine_file.is_prepared(database)
    assert keys(db, AUTH) == {"before"}


def numbers(db: Engine) -> list[int]:
    streams = boto3.client(
        "dynamodbstreams",
        endpoint_url=db.url,
        region_name="ap-southeast-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    (stream,) = streams.list_streams(TableName=MEMBERS.name)["Streams"]
    arn = stream["StreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    where = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found = streams.get_records(ShardIterator=where)["Records"]
    return [int(record["dynamodb"]["SequenceNumber"]) for record in found]


def test_records_that_everybody_has_passed_are_forgotten_at_the_start(
    engine: Engine, database: Path
) -> None:
    db = client(engine)
    for number in range(6):
        put(db, MEMBERS, f"M#{number}")
    engine.stop()
    again = Engine(database, {MEMBERS.name: 4})
    try:
        assert numbers(again) == [4, 5, 6]
        put(client(again), MEMBERS, "M#7")
        assert numbers(again) == [4, 5, 6, 7]
    finally:
        again.stop()


def test_numbers_go_on_where_all_records_were_passed(engine: Engine, database: Path) -> None:
    put(client(engine), MEMBERS, "M#1")
    put(client(engine), MEMBERS, "M#2")
    engine.stop()
    again = Engine(database, {MEMBERS.name: 2})
    try:
        put(client(again), MEMBERS, "M#3")
        assert numbers(again) == [2, 3]
    finally:
        again.stop()


def test_reading_beside_writers_and_kill_9_lose_nothing(database: Path) -> None:
    """20 rounds: 8 writers, a sweep that reads the file, kill -9 of the engine."""
    acknowledged: set[str] = set()
    for round_ in range(20):
        running = Engine(database)
        db = client(running)
        tables.ensure(db, [AUTH])
        running.index()
        ended = threading.Event()

        def write(writer: int, round_: int = round_, ended: threading.Event = ended) -> None:
            number = 0
            while not ended.is_set():
                key = f"{round_} {writer} {number}"
                try:
                    put(db, AUTH, key, ttl={"N": str(NOW + 1)})  # noqa: B023
                except Exception:  # noqa: BLE001 - the engine is gone
                    return
                acknowledged.add(key)
                number += 1

        writers = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
        for writer in writers:
            writer.start()
        wanted = len(acknowledged) + 20
        while len(acknowledged) < wanted:
            engine_file.expired(database, AUTH.name, "ttl", NOW, 10)
        os.kill(running.pid, signal.SIGKILL)
        ended.set()
        for writer in writers:
            writer.join()
        running.stop()
    again = Engine(database)
    try:
        found: set[str] = set()
        pages = client(again).get_paginator("scan").paginate(TableName=AUTH.name)
        for page in pages:
            found |= {row["pk"]["S"] for row in page["Items"]}
        assert len(acknowledged) >= 400
        assert acknowledged <= found
    finally:
        again.stop()
