"""The room that CONTRIBUTING.md writes as its example is one: it fits the modules of today."""

import importlib
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from shared.records import keys

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"
FILES = dict(
    re.findall(
        r"^`((?:functions/goals|shared/records/keys)/\w+)\.py`[^\n]*:\n\n```python\n(.*?)^```",
        GUIDE.read_text(),
        re.MULTILINE | re.DOTALL,
    )
)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`room("rules")` is the example's module of this name."""
    for name, text in FILES.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path / "functions")
    own = str(tmp_path / "shared/records/keys")
    monkeypatch.setattr(keys, "__path__", [*keys.__path__, own])
    yield lambda name: importlib.import_module(f"goals.{name}")
    for name in [name for name in sys.modules if "goals" in name.split(".")]:
        del sys.modules[name]


def test_the_example_has_the_files_of_a_room() -> None:
    own = {"schemas", "rules", "repository", "service", "app"}
    assert set(FILES) == {f"functions/goals/{name}" for name in own} | {"shared/records/keys/goals"}


def test_the_example_has_its_route_and_its_handler(room: Any) -> None:
    app = room("app")
    paths = [route.path for route in app.router.routes if isinstance(route, APIRoute)]
    assert paths == ["/members/{member_id}/goals"]
    assert callable(app.lambda_handler)


def test_the_example_rounds_up_to_whole_rupiah(room: Any) -> None:
    monthly = room("rules").monthly(1_000_000, date(2026, 11, 24), date(2027, 2, 1))
    assert monthly == 333_334
