"""What happens before the first call in Lambda, and nowhere else."""

import random
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from shared.aws.process_start import at_start


def test_in_lambda_it_is_loaded_at_once_and_each_restored_process_draws_its_own_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    restored: list[Any] = []
    runtime = SimpleNamespace(register_after_restore=restored.append)
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", runtime)
    loaded: list[None] = []
    random.seed(1)
    at_start(lambda: loaded.append(None))
    snapshot = random.getstate()

    def first_number() -> float:
        random.setstate(snapshot)
        for function in restored:
            function()
        return random.random()

    assert loaded == [None]
    assert len({first_number() for _ in range(5)}) == 5


def test_elsewhere_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", None)
    at_start(lambda: pytest.fail("loaded"))
