"""One function that listens to a shard: its records, in their order, until it has taken them.

Where the template gives it a ParallelizationFactor, records of different partition keys go to calls
beside each other, so that one key that is slow or broken holds up no other; those of one key stay
in order. A call that fails is made again from the first record that it did not take; one that was
tried as often as the template says is given up.
"""

import importlib
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from local.template import StreamSource
from shared.aws.observability import logger

from .records import as_lambda_sees_it, number_of, passes

RETRY_SECONDS = 0.2
MOST_LANES = 4

GiveUp = Callable[[StreamSource, Any], bool]
"""Keeps a record that a function did not take; False where that cannot be done just now."""


class Consumer:
    """Delivers what it is offered, by threads of its own; `done` is called after each batch."""

    def __init__(
        self, source: StreamSource, position: int | None, give_up: GiveUp, done: Callable[[], None]
    ) -> None:
        self.source = source
        self._offered = position
        self._give_up, self._done = give_up, done
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Any]] = {}
        self._busy: set[str] = set()
        self._open: dict[int, None] = {}
        self._stopped = threading.Event()
        lanes = min(source.lanes, MOST_LANES)
        self._threads = [
            threading.Thread(target=self._work, name=source.function, daemon=True)
            for _ in range(lanes)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def position(self) -> int | None:
        """Everything up to this number is delivered or was not for this function."""
        with self._changed:
            return next(iter(self._open)) - 1 if self._open else self._offered

    @property
    def backlog(self) -> int:
        """Records that are taken in and not yet delivered."""
        return len(self._open)

    def offer(self, records: Sequence[Any], arn: str) -> None:
        """Take in the next records of the shard, those that it has had already among them.

        They come as GetRecords answers them: most pass no filter, and need not become events.
        """
        with self._changed:
            for record in records:
                number = number_of(record)
                if self._offered is not None and number <= self._offered:
                    continue
                self._offered = number
                if passes(record, self.source.patterns):
                    self._open[number] = None
                    waiting = self._waiting.setdefault(self._lane(record), deque())
                    waiting.append(as_lambda_sees_it(record, arn))
            self._changed.notify_all()

    def stop(self) -> None:
        """Finish the calls at hand and end."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def _lane(self, record: Any) -> str:
        return str(record["dynamodb"]["Keys"]["pk"]["S"]) if self.source.lanes > 1 else ""

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            lane, batch = taken
            self._deliver(batch)
            with self._changed:
                self._busy.discard(lane)
                if not self._waiting[lane]:
                    del self._waiting[lane]
                self._changed.notify_all()
            self._done()

    def _next(self) -> tuple[str, list[Any]] | None:
        """A lane that nobody works on and its next batch; None at the end."""
        with self._changed:
            while not self._stopped.is_set():
                for lane, waiting in self._waiting.items():
                    if lane not in self._busy:
                        self._busy.add(lane)
                        size = min(self.source.batch_size, len(waiting))
                        return lane, [waiting.popleft() for _ in range(size)]
                self._changed.wait()
        return None

    def _deliver(self, records: list[Any]) -> None:
        attempts = 0
        while records and not self._stopped.is_set():
            taken = _first_failure(self.source, records)
            attempts = 1 if taken else attempts + 1
            self._close(records[:taken])
            records = records[taken:]
            spent = records and attempts >= self.source.attempts
            if spent and self._give_up(self.source, records[0]):
                self._close(records[:1])
                records, attempts = records[1:], 0
            elif records:
                self._stopped.wait(RETRY_SECONDS)

    def _close(self, records: Sequence[Any]) -> None:
        with self._changed:
            for record in records:
                del self._open[number_of(record)]


def _first_failure(source: StreamSource, records: list[Any]) -> int:
    """How many records the function took before the first that it did not; all, or none of them."""
    module, _, function = source.handler.rpartition(".")
    about = {"stream": source.handler}
    try:
        handler = getattr(importlib.import_module(module), function)
        answer = handler({"Records": records}, None) or {}
    except Exception:  # noqa: BLE001 - Lambda takes any exception for a failed batch
        logger().warning("a batch failed", extra=about, exc_info=True)
        return 0
    failed = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures", [])}
    places = (n for n, r in enumerate(records) if r["dynamodb"]["SequenceNumber"] in failed)
    return next(places, len(records))
