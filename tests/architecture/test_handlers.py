"""What a handler loads: streams, queues and schedules no web framework."""

import subprocess
import sys

import pytest

from local.template import load
from tests.architecture.modules import ROOT

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
