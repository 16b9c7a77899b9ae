"""A stage of samconfig.toml: where it is deployed, and what it is given."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parents[2] / "samconfig.toml"


class UnknownStage(Exception):
    """samconfig.toml has no such stage; says which it has."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A deployment's name, region and parameters; `monitoring` are those of monitoring.yaml."""

    stack: str
    region: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    monitoring: Mapping[str, str] = field(default_factory=dict)
    budget_usd: int = 0

    @property
    def monitoring_stack(self) -> str:
        return f"{self.stack}-monitoring"


def read(name: str, path: Path = CONFIG) -> Stage:
    """The stage of that name, or UnknownStage."""
    config = tomllib.loads(path.read_text(encoding="utf-8"))
    stages = [key for key, part in config.items() if isinstance(part, dict) and "deploy" in part]
    if name not in stages:
        raise UnknownStage(f"STAGE is {name!r}; {path.name} has {', '.join(stages)}")
    deploy: dict[str, Any] = config[name]["deploy"]["parameters"]
    monitoring: dict[str, Any] = config[name].get("monitoring", {}).get("parameters", {})
    return Stage(
        stack=deploy["stack_name"],
        region=deploy["region"],
        parameters=_pairs(deploy.get("parameter_overrides", [])),
        monitoring=_pairs(monitoring.get("parameter_overrides", [])),
        budget_usd=monitoring.get("budget_usd", 0),
    )


def _pairs(overrides: Sequence[str]) -> dict[str, str]:
    return dict(text.split("=", 1) for text in overrides)
