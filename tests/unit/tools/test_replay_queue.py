"""Dead letters of AWS: each reaches the function that failed, as that function would have it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from tools.replay import replay_queue

STREAM = "arn:aws:dynamodb:ap-southeast-3:1:table/sapa-members/stream/2026"
COUNTS = "arn:aws:lambda:ap-southeast-3:1:function:sapa-MembersCountFunction:live"
PROFILES = '{"dynamodb": {"Keys": {"sk": {"S": ["PROFILE"]}}}}'
MOMENT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def record(number: int, sk: str) -> dict[str, Any]:
    """A record as boto3 answers it."""
    keys = {"pk": {"S": "M#1"}, "sk": {"S": sk}}
    change = {"Keys": keys, "SequenceNumber": str(number), "ApproximateCreationDateTime": MOMENT}
    return {"eventName": "MODIFY", "dynamodb": change}


SHARD = [record(number, "PROFILE" if number % 2 else "CARD") for number in range(1, 10)]


class Trimmed(Exception):
    """The stream keeps these records no longer."""


class Cloud:
    """A queue with a message about records 2 to 7 of the shard, its stream, and the function."""

    def __init__(self) -> None:
        batch = {
            "streamArn": STREAM,
            "shardId": "shard-1",
            "startSequenceNumber": "2",
            "endSequenceNumber": "7",
        }
        failed = {"requestContext": {"functionArn": COUNTS}, "DDBStreamBatchInfo": batch}
        self.messages = [{"Body": json.dumps(failed), "ReceiptHandle": "r-1"}]
        self._hidden: list[Any] = []
        self.invoked: list[tuple[str, list[str]]] = []
        self.events: list[dict[str, Any]] = []
        self.answers: Mapping[str, Any] = {}
        self.exceptions = SimpleNamespace(TrimmedDataAccessException=Trimmed)
        self.read: Callable[[int], Sequence[Any]] = lambda start: SHARD[start : start + 3]

    def receive_message(self, **_: Any) -> dict[str, Any]:
        received, self.messages = self.messages, []
        self._hidden += received
        return {"Messages": received} if received else {}

    def delete_message(self, **_: Any) -> None:
        self._hidden.clear()

    @property
    def is_left(self) -> bool:
        """Whether the message was not deleted."""
        return bool(self._hidden)

    def list_event_source_mappings(self, EventSourceArn: str, FunctionName: str) -> dict[str, Any]:  # noqa: N803
        assert (EventSourceArn, FunctionName) == (STREAM, COUNTS)
        filters = {"Filters": [{"Pattern": PROFILES}]}
        return {"EventSourceMappings": [{"BatchSize": 2, "FilterCriteria": filters}]}

    def get_shard_iterator(self, SequenceNumber: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        return {"ShardIterator": str(int(SequenceNumber) - 1)}

    def get_records(self, ShardIterator: str) -> dict[str, Any]:  # noqa: N803
        start = int(ShardIterator)
        return {"Records": self.read(start), "NextShardIterator": str(start + 3)}

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        records = json.loads(Payload)["Records"]
        numbers = [each["dynamodb"]["SequenceNumber"] for each in records]
        self.invoked.append((FunctionName, numbers))
        self.events += records
        return {"Payload": BytesIO(b'{"batchItemFailures": []}'), **self.answers}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    made = Cloud()
    monkeypatch.setattr(boto3, "client", lambda _: made)
    return made


def test_only_what_passes_the_functions_filter_is_given_to_it_in_its_batches(cloud: Cloud) -> None:
    assert replay_queue("https://sqs/failed") == (1, 0)
    assert cloud.invoked == [(COUNTS, ["3", "5"]), (COUNTS, ["7"])]
    assert {each["eventSourceARN"] for each in cloud.events} == {STREAM}
    moments = {each["dynamodb"]["ApproximateCreationDateTime"] for each in cloud.events}
    assert moments == {MOMENT.timestamp()}
    assert not cloud.is_left


@pytest.mark.parametrize(
    "answers",
    [
        {"FunctionError": "Unhandled"},
        {"Payload": BytesIO(b'{"batchItemFailures": [{"itemIdentifier": "3"}]}')},
    ],
)
def test_what_fails_again_stays_in_the_queue(cloud: Cloud, answers: Mapping[str, Any]) -> None:
    cloud.answers = answers
    assert replay_queue("https://sqs/failed") == (0, 1)
    assert cloud.is_left


def test_what_the_stream_keeps_no_longer_stays_in_the_queue(cloud: Cloud) -> None:
    def trimmed(_: int) -> Sequence[Any]:
        raise Trimmed

    cloud.read = trimmed
    assert replay_queue("https://sqs/failed") == (0, 1)
    assert (cloud.invoked, cloud.is_left) == ([], True)
