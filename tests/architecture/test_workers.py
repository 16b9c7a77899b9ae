"""Handlers of streams and schedules load no web framework: it is half of what importing costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.template import load

ROOT = Path(__file__).parents[2]
TEMPLATE = load()
WORKERS = sorted(
    {stream.handler for stream in TEMPLATE.streams}
    | {schedule.handler for schedule in TEMPLATE.schedules}
)
LOADED = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(*sorted({"fastapi", "mangum", "starlette"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("handler", WORKERS)
def test_a_worker_imports_neither_fastapi_nor_mangum(handler: str) -> None:
    module = handler.rpartition(".")[0]
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, module],
        capture_output=True,
        text=True,
        check=True,
        env={**TEMPLATE.environment, "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}"},
    )
    assert ran.stdout.split() == []
