"""Tasks done by a few threads, in as few transactions as hold them, since each mostly waits."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from imports.store.account_rows import RowFault
from imports.store.staged_rows import Staged
from shared.aws.transaction_packing import transact_all
from shared.aws.write import Write

WORKERS = 4
_TASKS_AT_ONCE = 10
_LOTS_AT_ONCE = 2

RowResult = tuple[Sequence[Staged], list[RowFault]]
"""The rows of a task that was done, and what is wrong with some of them."""
Task = TypeVar("Task")


@dataclass(frozen=True, slots=True)
class ApplyMethod(Generic[Task]):
    """How a kind of task is done.

    `prepare` answers the writes that do it and the result that they have, or None for a task that
    needs transactions of its own. `alone` does it by these, and says what is wrong with it.
    """

    alone: Callable[[Task], RowResult]
    prepare: Callable[[Task], tuple[list[Write], RowResult] | None] = lambda _: None


class WorkerPool:
    """Threads that are given lots of tasks; `settle` gets each result, in the caller's thread.

    A lot is given while the one before it is still being done. Open it with `with`: when the block
    ends, all that was given is done; where it ends by an exception, what was begun is.
    """

    def __init__(self, settle: Callable[[RowResult], None]) -> None:
        self._settle = settle
        self._workers = ThreadPoolExecutor(WORKERS)
        self._lots: deque[list[Future[list[RowResult]]]] = deque()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self._workers.shutdown(cancel_futures=True)

    def give(self, method: ApplyMethod[Task], tasks: Sequence[Task]) -> None:
        """Have tasks done; they must not need those that were given just before."""
        some = [tasks[n : n + _TASKS_AT_ONCE] for n in range(0, len(tasks), _TASKS_AT_ONCE)]
        self._lots.append([self._workers.submit(_do, method, few) for few in some])
        if len(self._lots) == _LOTS_AT_ONCE:
            self._settle_first()

    def finish(self) -> None:
        """Wait until all that was given is done and settled."""
        while self._lots:
            self._settle_first()

    def _settle_first(self) -> None:
        for few in self._lots.popleft():
            for result in few.result():
                self._settle(result)


def _do(method: ApplyMethod[Task], tasks: Sequence[Task]) -> list[RowResult]:
    """Prepared tasks in as few transactions as hold them; what is refused there is done alone."""
    prepared = [method.prepare(task) for task in tasks]
    written = iter(transact_all([ready[0] for ready in prepared if ready]))
    return [
        ready[1] if ready and next(written) else method.alone(task)
        for task, ready in zip(tasks, prepared, strict=True)
    ]
