"""Begins the engine again where it ended by itself: somebody killed it, or memory ran out.

At first at once, then with growing pauses. An engine that keeps ending is given up: Sapa itself
ends then, so that what started Sapa (systemd) begins both anew.
"""

import os
import signal
import threading
import time
from types import TracebackType

from local.engine import Engine, EngineFailed
from shared.aws.observability import logger

PAUSES_SECONDS = (0.0, 0.5, 1.0, 2.0, 4.0)
STEADY_SECONDS = 60.0
"""An engine that has run for so long begins with the first pause again."""


class EngineWatch:
    """Watches while it is entered; EngineFailed on leaving, where it gave the engine up."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._left = threading.Event()
        self._gave_up: str | None = None
        # The engine dies with the thread that began it: this one stays until the engine has ended.
        self._thread = threading.Thread(target=self._run, name="engine watch", daemon=True)

    def __enter__(self) -> "EngineWatch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        with self._lock:
            self._left.set()
        if self._gave_up:
            raise EngineFailed(self._gave_up)

    def _run(self) -> None:
        ended = 0
        while True:
            begun = time.monotonic()
            self._engine.wait()
            if self._left.is_set():
                return
            if time.monotonic() - begun > STEADY_SECONDS:
                ended = 0
            if ended == len(PAUSES_SECONDS):
                self._give_up(f"The database ended {ended + 1} times within a short time")
                return
            if self._left.wait(PAUSES_SECONDS[ended]):
                return
            ended += 1
            self._begin_again()

    def _begin_again(self) -> None:
        with self._lock:
            if self._left.is_set():
                return
            logger().error("the database ended by itself and is begun again")
            try:
                self._engine.begin_again()
            except (EngineFailed, OSError) as error:
                logger().error("the database did not begin", extra={"reason": str(error)})

    def _give_up(self, reason: str) -> None:
        self._gave_up = reason
        os.kill(os.getpid(), signal.SIGTERM)
