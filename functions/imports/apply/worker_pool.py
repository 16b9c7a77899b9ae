"""Tasks done by a few workers, in as few transactions as hold them, since each mostly waits."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from imports.store.account_rows import Fault
from imports.store.staged_rows import Staged
from shared.aws.transaction_packing import transact_all
from shared.aws.write import Write

WORKERS = 4
_TASKS_AT_ONCE = 10
_LOTS_AT_ONCE = 2

Outcome = tuple[Sequence[Staged], list[Fault]]
"""The rows that were dealt with, and what is wrong with some of them."""
Task = TypeVar("Task")


@dataclass(frozen=True, slots=True)
class Way(Generic[Task]):
    """How a kind of task is done: `prepare` answers the writes that do it and the outcome they
    have, or None for what must be done `alone`."""

    alone: Callable[[Task], Outcome]
    prepare: Callable[[Task], tuple[list[Write], Outcome] | None] = lambda _: None


class Pool:
    """Workers who are given lots of tasks; `settle` is called for each outcome, in this thread.

    A lot is given out while the one before it is still being done.
    """

    def __init__(self, settle: Callable[[Outcome], None]) -> None:
        self._settle = settle
        self._workers = ThreadPoolExecutor(WORKERS)
        self._lots: deque[list[Future[list[Outcome]]]] = deque()

    def give(self, way: Way[Task], tasks: Sequence[Task]) -> None:
        """Have tasks done; they must not build on those that were given just before."""
        some = [tasks[n : n + _TASKS_AT_ONCE] for n in range(0, len(tasks), _TASKS_AT_ONCE)]
        self._lots.append([self._workers.submit(_done, way, few) for few in some])
        if len(self._lots) == _LOTS_AT_ONCE:
            self._settle_first()

    def finish(self) -> None:
        """Wait until all that was given is done and settled."""
        while self._lots:
            self._settle_first()

    def close(self) -> None:
        """End; what was given and not begun is not done."""
        self._workers.shutdown(cancel_futures=True)

    def _settle_first(self) -> None:
        for few in self._lots.popleft():
            for outcome in few.result():
                self._settle(outcome)


def _done(way: Way[Task], tasks: Sequence[Task]) -> list[Outcome]:
    """As few transactions as hold them; what is refused is done again, each task alone."""
    prepared = [way.prepare(task) for task in tasks]
    done = iter(transact_all([ready[0] for ready in prepared if ready]))
    return [
        ready[1] if ready and next(done) else way.alone(task)
        for task, ready in zip(tasks, prepared, strict=True)
    ]
