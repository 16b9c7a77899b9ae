"""DynamoDB Streams to Lambda: reads the tables' streams and calls the functions that listen.

Delivery is at least once, in order within a partition key. How far each function has come is kept
in a file, since the engine replays a stream from its start after `kill -9`. Records that cannot be
delivered go to a file that stands for the dead-letter queue.
"""

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from local.template import StreamSource
from shared.aws.observability import logger
from shared.kernel.settings import settings

from .checkpoints import Checkpoints
from .reader import Reader

CATCH_UP_SECONDS = 15.0
CHECKPOINTS = "streams.json"


class Streams:
    """A reader for each table that somebody listens to."""

    def __init__(self, sources: Sequence[StreamSource], folder: Path) -> None:
        checkpoints = Checkpoints(folder / CHECKPOINTS)
        self._dead_letters = folder / "dead_letters.jsonl"
        self._lock = threading.Lock()
        # botocore refuses the engine's sequence numbers, which are shorter than DynamoDB's.
        client = boto3.client(
            "dynamodbstreams",
            endpoint_url=settings().dynamodb_endpoint_url,
            config=Config(parameter_validation=False, user_agent="Sapa"),
        )
        self._readers = [
            Reader(table, [s for s in sources if s.table == table], client, checkpoints, self._dead)
            for table in sorted({source.table for source in sources})
        ]

    def start(self) -> None:
        for reader in self._readers:
            reader.start()

    def stop(self) -> None:
        """Finish the calls at hand and end."""
        for reader in self._readers:
            reader.stop()

    def wake(self) -> None:
        """Something was written: look now."""
        for reader in self._readers:
            reader.wake()

    def catch_up(self, seconds: float = CATCH_UP_SECONDS) -> bool:
        """Wait until nothing is left to deliver; whether that was so in time."""
        deadline = time.monotonic() + seconds
        # A read that had begun before does not count: two more have to find nothing.
        wanted = {reader: reader.empty_reads() + 2 for reader in self._readers}
        while behind := [r for r, number in wanted.items() if r.empty_reads() < number]:
            if time.monotonic() > deadline:
                return False
            for reader in behind:
                reader.wake()
            time.sleep(0.01)
        return True

    def _dead(self, source: StreamSource, record: Any) -> None:
        letter = json.dumps({"handler": source.handler, "record": record})
        with self._lock, self._dead_letters.open("a", encoding="utf-8") as file:
            file.write(f"{letter}\n")
        number = record["dynamodb"]["SequenceNumber"]
        logger().error("undeliverable", extra={"stream": source.handler, "sequence_number": number})
