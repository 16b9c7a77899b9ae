"""Deliver again what a stream gave up on.

    python -m tools.replay                of a local run, while that is stopped (DATA_DIR as there)
    python -m tools.replay --queue URL    of a dead-letter queue on AWS

A local run keeps the records themselves, in dead_letters.jsonl: what is delivered leaves the file,
what fails again stays. A queue's message only names a stretch of a stream: its records are read (a
stream keeps them for 24 hours), those that pass the filter of the function that failed are given to
it, and the message is deleted once it took them. Handlers take a record twice without harm.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from local import dead_letters, template
from local.config import config
from local.data_folder import DataFolder
from local.engine import Engine
from local.runner import set_environment
from local.streams.records import as_lambda_sees_it, number_of, passes
from local.template import StreamSource


def main() -> None:
    """Replay, and print how much was delivered and how much was not; exit code 1 for the latter."""
    parser = argparse.ArgumentParser(description="Deliver again what a stream gave up on.")
    parser.add_argument("--queue", help="the URL of a dead-letter queue; else DATA_DIR's file")
    queue = parser.parse_args().queue
    done, left = replay_queue(queue) if queue else replay_folder()
    print(f"delivered {done}, still undelivered {left}")
    sys.exit(1 if left else 0)


def replay_folder() -> tuple[int, int]:
    """(delivered, left) of a local run's folder, with an engine of our own over its data."""
    own, described = config(), template.load()
    with ExitStack() as stack:
        folder = stack.enter_context(closing(DataFolder(own.data_dir)))
        endpoint = own.endpoint_url
        if endpoint is None:
            engine = Engine(folder.engine)
            stack.callback(engine.stop)
            endpoint = engine.url
        set_environment(described, own, folder, endpoint)
        return replay_file(folder.path / dead_letters.FILE, described.streams)


def replay_file(path: Path, streams: Sequence[StreamSource]) -> tuple[int, int]:
    """(delivered, left) of the records in a file, each given to the functions that failed at it."""
    letters = dead_letters.read(path)
    left = [letter for letter in letters if not _taken(letter, streams)]
    if letters:
        dead_letters.keep(path, left)
    return len(letters) - len(left), len(left)


def _taken(letter: Any, streams: Sequence[StreamSource]) -> bool:
    """Whether the function took it that failed at it.

    Where it has another name by now, or none (until 0.2.0 a letter was the bare record): all
    functions that its table's stream would call with it.
    """
    handler, record = letter.get("handler"), letter.get("record", letter)
    failed = [stream for stream in streams if stream.handler == handler]
    if not failed:
        table = record["eventSourceARN"].split("table/")[1].split("/")[0]
        failed = [s for s in streams if s.table == table and passes(record, s.patterns)]
    given = [_given(stream.handler, record) for stream in failed]
    return all(given)


def _given(handler: str, record: Any) -> bool:
    module, _, function = handler.rpartition(".")
    try:
        answer = getattr(importlib.import_module(module), function)({"Records": [record]}, None)
    except Exception as error:  # noqa: BLE001 - Lambda takes any exception for a failed batch
        print(f"{handler}: {type(error).__name__}", file=sys.stderr)
        return False
    return not (answer or {}).get("batchItemFailures")


def replay_queue(url: str) -> tuple[int, int]:
    """(delivered, left) of the messages in a dead-letter queue."""
    import boto3

    sqs = boto3.client("sqs")
    done = left = 0
    while True:
        found = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=300, WaitTimeSeconds=1
        ).get("Messages", [])
        if not found:
            return done, left
        for message in found:
            if _delivered(json.loads(message["Body"])):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                done += 1
            else:
                left += 1


def _delivered(failed: Any) -> bool:
    """Whether the function that failed takes what its filter lets through of the stretch."""
    import boto3

    batch, function = failed["DDBStreamBatchInfo"], failed["requestContext"]["functionArn"]
    arn, first = batch["streamArn"], batch["startSequenceNumber"]
    streams, functions = boto3.client("dynamodbstreams"), boto3.client("lambda")
    mappings = functions.list_event_source_mappings(EventSourceArn=arn, FunctionName=function)
    if not (sources := mappings["EventSourceMappings"]):
        print(f"{function} listens to {arn} no more", file=sys.stderr)
        return False
    filters = sources[0].get("FilterCriteria", {}).get("Filters", [])
    patterns = tuple(json.loads(one["Pattern"]) for one in filters)
    try:
        stretch = list(_stretch(streams, batch))
    except streams.exceptions.TrimmedDataAccessException:
        print(f"{first}: older than the stream keeps", file=sys.stderr)
        return False
    records = [as_lambda_sees_it(record, arn) for record in stretch if passes(record, patterns)]
    size = sources[0]["BatchSize"]
    batches = [records[n : n + size] for n in range(0, len(records), size)]
    return all(_invoked(functions, function, each) for each in batches)


def _stretch(streams: Any, batch: Any) -> Iterator[Any]:
    """All records of a shard from the first to the last of a batch that failed."""
    last = int(batch["endSequenceNumber"])
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    while iterator:
        answer = streams.get_records(ShardIterator=iterator)
        for record in answer["Records"]:
            yield record
            if number_of(record) >= last:
                return
        iterator = answer.get("NextShardIterator")


def _invoked(functions: Any, function: str, records: Sequence[Any]) -> bool:
    payload = json.dumps({"Records": records}).encode()
    answer = functions.invoke(FunctionName=function, Payload=payload)
    told = json.loads(answer["Payload"].read() or b"{}") or {}
    return "FunctionError" not in answer and not told.get("batchItemFailures")


if __name__ == "__main__":
    main()
