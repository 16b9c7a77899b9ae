"""What a handler loads, and keeps: streams, queues and schedules no web framework, no batch."""

import ast
import subprocess
import sys

import pytest

from local.template import load
from tests.architecture.modules import ROOT, tree

WEB = {"fastapi", "mangum", "starlette"}
HANDLERS = sorted(
    {stream.handler for stream in load().streams}
    | {schedule.handler for schedule in load().schedules}
    | {load().authorizer.handler}
)


@pytest.mark.parametrize("module", sorted({name.rpartition(".")[0] for name in HANDLERS}))
def test_a_handler_that_answers_no_http_loads_no_web_framework(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'functions'}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert WEB.isdisjoint(loaded.split())


@pytest.mark.parametrize("module", sorted({s.handler.rpartition(".")[0] for s in load().streams}))
def test_a_worker_keeps_no_batch_between_its_calls(module: str) -> None:
    """Locally calls for different keys are threads of one process; a BatchProcessor has a state."""
    outside = [node for node in tree(module).body if not isinstance(node, ast.FunctionDef)]
    made = [n for node in outside for n in ast.walk(node) if isinstance(n, ast.Call)]
    assert "BatchProcessor" not in [getattr(call.func, "id", None) for call in made]
