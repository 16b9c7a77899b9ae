"""DynamoDB Streams to Lambda: reads the tables' streams and calls the functions that listen.

Delivery is at least once, in order within a partition key. How far each function has come is kept
in a file, since the engine replays a stream from its start after `kill -9`. Records that cannot be
delivered go to a file that stands for the dead-letter queue.
"""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local import dead_letters
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
        self._dead_letters = folder / dead_letters.FILE
        self._lock = threading.Lock()
        # botocore refuses the engine's sequence numbers, which are shorter than DynamoDB's. A
        # reader tries again by itself, sooner than botocore would.
        self._client = boto3.client(
            "dynamodbstreams",
            endpoint_url=settings().dynamodb_endpoint_url,
            config=Config(
                parameter_validation=False,
                user_agent="Sapa",
                retries={"total_max_attempts": 1},
            ),
        )
        self._readers = [
            Reader(
                table,
                [source for source in sources if source.table == table],
                self._client,
                checkpoints,
                self._dead,
            )
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

    def _dead(self, source: StreamSource, record: Any) -> bool:
        """Keep what cannot be delivered; not while the database is away, or there is no room."""
        about = {
            "stream": source.handler,
            "sequence_number": record["dynamodb"]["SequenceNumber"],
        }
        try:
            self._client.list_streams(Limit=1)
            with self._lock:
                dead_letters.append(self._dead_letters, source.handler, record)
        except (BotoCoreError, ClientError, OSError) as error:
            logger().warning("not given up yet", extra={**about, "reason": str(error)})
            return False
        logger().error("undeliverable", extra=about)
        return True
