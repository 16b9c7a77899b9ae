"""What `sam` is asked to do, and the template that it is given."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "deploy/monitoring.yaml"
VARIABLES = {"SAM_CLI_TELEMETRY": "0", "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1"}

Sam = Callable[[Sequence[str]], None]
"""Runs `sam` with these arguments; raises where it fails."""


def build(folder: Path) -> list[str]:
    """Arguments that build template.yaml into a folder."""
    return ["build", "--build-dir", str(folder)]


def deploy(stack: str, region: str, template: Path, parameters: Mapping[str, str]) -> list[str]:
    """Arguments that deploy a template; a parameter that is not named keeps its value."""
    given = [f"{name}={value}" for name, value in parameters.items()]
    return [
        *("deploy", "--template-file", str(template), "--stack-name", stack, "--region", region),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--resolve-s3"),
        *("--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"),
        *(("--parameter-overrides", *given) if given else ()),
    ]


def stamped(template: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """The built template with a variable of its functions that follows from the parameters.

    SAM publishes a version where a function's properties change, and looks at parameters by their
    names only: without the variable a changed value would not reach the alias. A tag would not do,
    since Lambda publishes nothing where only that is new.
    """
    said = json.dumps(dict(parameters), sort_keys=True)
    function = template["Globals"]["Function"]
    environment = function.get("Environment", {})
    variables = {
        **environment.get("Variables", {}),
        "PARAMETERS": hashlib.sha256(said.encode()).hexdigest()[:16],
    }
    functions = {**function, "Environment": {**environment, "Variables": variables}}
    return {**template, "Globals": {**template["Globals"], "Function": functions}}


def stamp(template: Path, parameters: Mapping[str, str]) -> Path:
    """Write the stamped template beside the built one."""
    built = yaml.safe_load(template.read_text(encoding="utf-8"))
    path = template.with_name("stamped.yaml")
    path.write_text(yaml.safe_dump(stamped(built, parameters), sort_keys=False), encoding="utf-8")
    return path
