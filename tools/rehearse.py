"""Deploy without a cloud: validate, transform, lint, build, let each built function answer, deploy.

    python -m tools.rehearse        (make rehearse, which prepares the environments)

The layer is built twice: for this machine, to be run, and for Lambda's, to be looked at. What the
deployment in the emulator shows and what it cannot: docs/rehearsal.md.
"""

import os
import platform
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import emulator, layer
from tools.rehearsal import program
from tools.rehearsal.command import CommandFailed, output

ROOT = Path(__file__).parents[1]
BUILD = ROOT / ".build"
FIREWALL = "firewall.yaml"
TOOLS = ROOT / ".venv-rehearse/bin"
LAMBDA_PYTHON = "python3.13"
CLOUD = ROOT / ".venv-emulator/bin" / LAMBDA_PYTHON
STEP_SECONDS = 600
FAULTS = (CommandFailed, layer.WrongFile, emulator.WrongAnswer, program.Failed, OSError)


def main() -> None:
    """All steps; exit code 1 if one failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir()
    steps: list[Callable[[], str]] = [validate, transform_and_lint, build_for_lambda, look_at_layer]
    if (TOOLS / LAMBDA_PYTHON).exists():
        steps += [look_at_bytecode, build_for_here, answer, deploy_and_walk]
    else:
        print(f"No {LAMBDA_PYTHON} here: no function is built to be run, only the layer is built.")
        steps[2] = build_layer_only
    failed = sum(not succeeded(step) for step in steps)
    print(f"rehearsal: {len(steps) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


def succeeded(step: Callable[[], str]) -> bool:
    """Run a step and say what it found and how long it took."""
    begun = time.monotonic()
    try:
        found = step()
    except FAULTS as error:
        print(f"FAILED {step.__name__}: {error}", flush=True)
        return False
    print(f"{step.__name__}: {found} ({time.monotonic() - begun:.0f} s)", flush=True)
    return True


def run(*command: str | Path, **variables: str) -> str:
    """What the command printed; CommandFailed with it where it failed or took too long."""
    environment = {
        "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        **variables,
    }
    return output(command, environment, STEP_SECONDS)


def validate() -> str:
    """`sam validate --lint`; the firewall's template, for the one region that it can be in."""
    run(TOOLS / "sam", "validate", "--lint")
    run(TOOLS / "cfn-lint", "--regions", "us-east-1", "--", FIREWALL)
    return f"template.yaml and {FIREWALL} are valid"


def transform_and_lint() -> str:
    """What SAM makes of the template, under cfn-lint, which is stricter than the validation.

    A parameter that SAM itself uses up (Canary) is not in it any more: W2001.
    """
    transformed = BUILD / "transformed.json"
    run(TOOLS / "python", "tools/transform.py", "template.yaml", transformed)
    run(
        TOOLS / "cfn-lint",
        "--regions",
        "ap-southeast-3",
        "--ignore-checks",
        "W2001",
        "--",
        transformed,
        "deploy/monitoring.yaml",
    )
    return "the transformed template and monitoring.yaml are clean"


def build_for_lambda() -> str:
    """`sam build` as it is shipped."""
    return _build("aarch64")


def build_for_here() -> str:
    """`sam build` as it can be run on this machine."""
    return _build(platform.machine())


def _build(machine: str) -> str:
    target = BUILD / machine
    run(TOOLS / "sam", "build", "--build-dir", target, MACHINE=machine)
    return f"{len(list(target.iterdir())) - 1} artifacts for {machine}"


def build_layer_only() -> str:
    """The layer as it is shipped; any Python can build it."""
    target = BUILD / "aarch64/SharedLayer"
    run("make", "-C", "shared", "build-SharedLayer", f"ARTIFACTS_DIR={target}", MACHINE="aarch64")
    return "the layer for aarch64"


def look_at_layer() -> str:
    """Every compiled file of the layer is for Lambda's machine and Python."""
    return layer.check(BUILD / "aarch64/SharedLayer/python", "aarch64")


def look_at_bytecode() -> str:
    """Every module of the layer is compiled."""
    return layer.check_bytecode(BUILD / "aarch64/SharedLayer/python")


def answer() -> str:
    """Each built function answers an event under Lambda's runtime client and emulator."""
    return emulator.check(BUILD / platform.machine(), TOOLS)


def deploy_and_walk() -> str:
    """`sam deploy` into an emulator that judges by the policies, and the main job over HTTP."""
    return program.rehearse(BUILD / platform.machine(), TOOLS, CLOUD, _say)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
