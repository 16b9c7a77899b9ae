"""Tables that are too busy for any transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.aws import dynamo


@contextmanager
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every transaction is contended, and is tried again without a pause."""

    def contended(writes: Any) -> None:
        raise dynamo.Contended

    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", contended)
        patch.setattr("shared.aws.retry._PAUSE_SECONDS", 0)
        yield
