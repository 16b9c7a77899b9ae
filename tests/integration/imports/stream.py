"""The imports table's stream, as a run of Sapa delivers it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from imports.store import jobs
from local.streams import Streams
from local.template import load
from shared.kernel.settings import settings


@contextmanager
def delivered(folder: Path) -> Iterator[None]:
    """While this lasts, the worker is called as the template says."""
    (source,) = (one for one in load().streams if one.handler == "imports.worker.lambda_handler")
    running = Streams([replace(source, table=settings().imports_table)], folder)
    running.start()
    try:
        yield
    finally:
        running.stop()


def waited_for(import_id: str, state: str, seconds: float = 30.0) -> None:
    """Until an import has come to a state."""
    deadline = time.monotonic() + seconds
    while (found := jobs.load(import_id).state) != state:
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
