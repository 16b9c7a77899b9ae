"""DynamoDB Streams to Lambda: polls the tables' streams and calls the functions that listen.

A poll follows at once on whatever wrote through the gateway, and then ever more seldom.
At least once, in order within a shard. Where it has got to is kept in a file, since the engine
replays a stream from its start after `kill -9`; what stays undeliverable goes to a file beside it,
as it would to the dead-letter queue.
"""

import importlib
import json
import threading
import time
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from local.template import StreamSource
from shared.observability import logger
from shared.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

SHORTEST_SECONDS, LONGEST_SECONDS, GROWTH = 0.1, 2.0, 2
"""Between polls that find nothing: each wait is twice the last, until something is written."""
SHARDS_SECONDS = 30.0
"""How long a stream's shards are taken as known: looking them up reads through its records."""
CATCH_UP_SECONDS = 15.0
RETRY_SECONDS = 0.2
READ_AT_ONCE = 1000
"""Records; what the patterns leave of them is delivered in batches of the function's size."""


class Poller:
    """Delivers the streams in a thread of its own until it is stopped."""

    def __init__(self, streams: Sequence[StreamSource], folder: Path) -> None:
        self._streams = streams
        self._checkpoints = _Checkpoints(folder / "streams.json")
        self._dead_letters = folder / "dead_letters.jsonl"
        # botocore refuses the engine's sequence numbers, which are shorter than DynamoDB's.
        self._client: DynamoDBStreamsClient = boto3.client(
            "dynamodbstreams",
            endpoint_url=settings().dynamodb_endpoint_url,
            config=Config(parameter_validation=False),
        )
        self._known: dict[str, tuple[float, list[tuple[str, str]]]] = {}
        self._stopped = threading.Event()
        self._woken = threading.Event()
        self._idle = threading.Event()
        self._thread = threading.Thread(target=self._run, name="streams", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stopped.set()
        self._woken.set()
        self._thread.join(timeout=5)

    def wake(self) -> None:
        """Something was written: look now."""
        self._woken.set()

    def catch_up(self) -> None:
        """Wait until nothing is left to deliver, at most CATCH_UP_SECONDS."""
        self._idle.clear()
        self.wake()
        self._idle.wait(CATCH_UP_SECONDS)

    def _run(self) -> None:
        pause = SHORTEST_SECONDS
        while not self._stopped.is_set():
            try:
                delivered = sum(self.poll(stream) for stream in self._streams)
            except Exception:  # noqa: BLE001 - the engine may be going away; try again
                logger().warning("streams could not be read", exc_info=True)
                self._known.clear()
                self._stopped.wait(LONGEST_SECONDS)
                continue
            if delivered:
                pause = SHORTEST_SECONDS
                continue
            self._idle.set()
            self._stopped.wait(SHORTEST_SECONDS)
            woken = self._woken.wait(pause - SHORTEST_SECONDS)
            self._woken.clear()
            pause = SHORTEST_SECONDS if woken else min(GROWTH * pause, LONGEST_SECONDS)

    def poll(self, stream: StreamSource) -> int:
        """Deliver what is new in a stream; how many records were read."""
        shards = self._shards(stream.table)
        return sum(self._poll_shard(stream, arn, shard) for arn, shard in shards)

    def _shards(self, table: str) -> list[tuple[str, str]]:
        """(stream, shard) of a table."""
        until, shards = self._known.get(table, (0.0, []))
        if time.monotonic() >= until:
            shards = [
                (listed["StreamArn"], shard["ShardId"])
                for listed in self._client.list_streams(TableName=table)["Streams"]
                for shard in self._shards_of(listed["StreamArn"])
            ]
            self._known[table] = (time.monotonic() + SHARDS_SECONDS, shards)
        return shards

    def _shards_of(self, arn: str) -> list[Any]:
        return list(self._client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"])

    def _poll_shard(self, stream: StreamSource, arn: str, shard: str) -> int:
        place = f"{stream.handler} {arn} {shard}"
        last = self._checkpoints.get(place)
        where: dict[str, Any] = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            if last
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        iterator = self._client.get_shard_iterator(StreamArn=arn, ShardId=shard, **where)
        batch = self._client.get_records(
            ShardIterator=iterator["ShardIterator"], Limit=READ_AT_ONCE
        )
        records = [_as_lambda_sees_it(record, arn) for record in batch["Records"]]
        if records:
            wanted = [r for r in records if _passes(r, stream.patterns)]
            for start in range(0, len(wanted), stream.batch_size):
                self._deliver(stream, wanted[start : start + stream.batch_size])
            self._checkpoints.set(place, records[-1]["dynamodb"]["SequenceNumber"])
        return len(records)

    def _deliver(self, stream: StreamSource, records: list[Any]) -> None:
        attempts = 0
        while records:
            failed = _first_failure(stream, records)
            attempts = 1 if failed else attempts + 1
            records = records[failed:]
            if records and attempts >= stream.attempts:
                self._give_up(stream, records.pop(0))
                attempts = 0
            elif records and self._stopped.wait(RETRY_SECONDS):
                raise InterruptedError

    def _give_up(self, stream: StreamSource, record: Any) -> None:
        with self._dead_letters.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        number = record["dynamodb"]["SequenceNumber"]
        logger().error("undeliverable", extra={"stream": stream.handler, "sequence_number": number})


def _first_failure(stream: StreamSource, records: list[Any]) -> int:
    """The place of the first record that the function did not take; their number if it took all."""
    module, _, function = stream.handler.rpartition(".")
    handler = getattr(importlib.import_module(module), function)
    try:
        answer = handler({"Records": records}, None) or {}
    except Exception:  # noqa: BLE001 - Lambda takes any exception for a failed batch
        logger().warning("a batch failed", extra={"stream": stream.handler}, exc_info=True)
        return 0
    failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures", [])}
    places = (n for n, r in enumerate(records) if r["dynamodb"]["SequenceNumber"] in failed)
    return next(places, len(records))


def _as_lambda_sees_it(record: Any, arn: str) -> dict[str, Any]:
    return {**_as_json(record), "eventSourceARN": arn}


def _as_json(value: Any) -> Any:
    """Times as epoch seconds and bytes as base64, as an event has them."""
    match value:
        case dict():
            return {name: _as_json(inner) for name, inner in value.items()}
        case list():
            return [_as_json(inner) for inner in value]
        case datetime():
            return value.timestamp()
        case bytes():
            return b64encode(value).decode()
    return value


def _passes(record: Any, patterns: tuple[dict[str, Any], ...]) -> bool:
    return not patterns or any(_matches(pattern, record) for pattern in patterns)


def _matches(pattern: Any, value: Any) -> bool:
    """EventBridge's rule of equality: a list holds what passes, an object is gone into."""
    if isinstance(pattern, list):
        return value in pattern
    return all(name in value and _matches(inner, value[name]) for name, inner in pattern.items())


class _Checkpoints:
    """The last sequence number delivered, by function, stream and shard."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, place: str) -> str | None:
        return self._last.get(place)

    def set(self, place: str, sequence_number: str) -> None:
        self._last[place] = sequence_number
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(self._last))
        fresh.replace(self._path)
