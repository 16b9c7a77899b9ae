"""Tables in which every transaction conflicts with another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.aws import dynamo


@contextmanager
def contended_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every transaction is refused as contended; retries do not pause."""

    def contended(writes: Any) -> None:
        raise dynamo.Contended

    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", contended)
        patch.setattr("shared.aws.retry._PAUSE_SECONDS", 0)
        yield
