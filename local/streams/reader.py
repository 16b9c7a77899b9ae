"""One table's stream, read once for all functions that listen to it.

Its shards are looked up at the start and where one has ended, since the engine reads through all of
a stream's records to answer that; a read from where the last one ended costs the same however many
records the stream has kept.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.template import StreamSource
from shared.aws.observability import logger

from .checkpoints import Checkpoints
from .consumer import Consumer, GiveUp

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

SHORTEST_SECONDS, LONGEST_SECONDS = 0.05, 1.0
"""Between reads that find nothing: each wait is twice the one before."""
READ_AT_ONCE = 1000
MOST_WAITING = 5000
"""Records that consumers have not taken yet; then the reader waits for them."""


@dataclass(slots=True)
class _Shard:
    arn: str
    shard_id: str
    consumers: list[Consumer] = field(default_factory=list)
    iterator: str | None = None
    closed: bool = False

    @property
    def backlog(self) -> int:
        return max((consumer.backlog for consumer in self.consumers), default=0)


class Reader:
    """Reads in a thread of its own until it is stopped."""

    def __init__(
        self,
        table: str,
        sources: Sequence[StreamSource],
        client: "DynamoDBStreamsClient",
        checkpoints: Checkpoints,
        give_up: GiveUp,
    ) -> None:
        self._table, self._sources, self._client = table, sources, client
        self._checkpoints, self._give_up = checkpoints, give_up
        self._shards: list[_Shard] = []
        self._stopped, self._woken = threading.Event(), threading.Event()
        self._empty_reads = 0
        self._thread = threading.Thread(target=self._run, name=f"stream of {table}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the calls at hand, keep how far they came, and end."""
        self._stopped.set()
        self._woken.set()
        self._thread.join(timeout=5)
        for shard in self._shards:
            for consumer in shard.consumers:
                consumer.stop()
        self._keep()

    def wake(self) -> None:
        """Something was written: look now."""
        self._woken.set()

    def empty_reads(self) -> int:
        """How often nothing was found and nothing was left to deliver."""
        return self._empty_reads

    def _run(self) -> None:
        pause = SHORTEST_SECONDS
        while not self._stopped.is_set():
            try:
                found = self._read()
            except Exception as error:  # noqa: BLE001 - the engine may be going away; try again
                about = {"table": self._table, "reason": str(error)}
                logger().warning("a stream could not be read", extra=about)
                self._forget_iterators()
                self._stopped.wait(LONGEST_SECONDS)
                continue
            self._keep()
            if found:
                pause = SHORTEST_SECONDS
                continue
            if not any(shard.backlog for shard in self._shards):
                self._empty_reads += 1
            woken = self._woken.wait(pause)
            self._woken.clear()
            pause = SHORTEST_SECONDS if woken else min(2 * pause, LONGEST_SECONDS)

    def _read(self) -> int:
        """Offer the next records of each shard; how many there were."""
        if not self._shards:
            self._look_up_shards()
        return sum(self._read_shard(shard) for shard in list(self._shards))

    def _read_shard(self, shard: _Shard) -> int:
        if shard.closed or shard.backlog >= MOST_WAITING:
            return 0
        iterator = shard.iterator or self._iterator(shard)
        answer = self._client.get_records(ShardIterator=iterator, Limit=READ_AT_ONCE)
        records = answer["Records"]
        for consumer in shard.consumers:
            consumer.offer(records, shard.arn)
        shard.iterator = answer.get("NextShardIterator")
        shard.closed = "NextShardIterator" not in answer
        if shard.closed:
            self._look_up_shards()
        return len(records)

    def _iterator(self, shard: _Shard) -> str:
        """From behind the record that every consumer has passed."""
        positions = [consumer.position for consumer in shard.consumers]
        known = [position for position in positions if position is not None]
        where: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if len(known) == len(positions):
            number = str(min(known))
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
        return self._client.get_shard_iterator(
            StreamArn=shard.arn, ShardId=shard.shard_id, **where
        )["ShardIterator"]

    def _look_up_shards(self) -> None:
        known = {(shard.arn, shard.shard_id) for shard in self._shards}
        for stream in self._client.list_streams(TableName=self._table)["Streams"]:
            arn = stream["StreamArn"]
            described = self._client.describe_stream(StreamArn=arn)["StreamDescription"]
            for shard_id in (shard["ShardId"] for shard in described["Shards"]):
                if (arn, shard_id) not in known:
                    consumers = [self._consumer(source, arn, shard_id) for source in self._sources]
                    self._shards.append(_Shard(arn, shard_id, consumers))

    def _consumer(self, source: StreamSource, arn: str, shard_id: str) -> Consumer:
        position = self._checkpoints.get(source.function, arn, shard_id)
        return Consumer(source, position, self._give_up, self.wake)

    def _forget_iterators(self) -> None:
        for shard in self._shards:
            shard.iterator = None

    def _keep(self) -> None:
        """Save how far each has come; where there is no room they are told again what they had."""
        try:
            for shard in self._shards:
                for consumer in shard.consumers:
                    if (position := consumer.position) is not None:
                        function = consumer.source.function
                        self._checkpoints.set(function, shard.arn, shard.shard_id, position)
        except OSError as error:
            about = {"table": self._table, "reason": str(error.strerror)}
            logger().warning("a checkpoint could not be saved", extra=about)
