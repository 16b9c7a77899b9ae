"""The stages of samconfig.toml."""

import re
from pathlib import Path

import pytest

from local.template import PATH
from tools.deploy import stage
from tools.deploy.sam import MONITORING


def parameters(template: Path) -> set[str]:
    (block,) = re.findall(r"^Parameters:\n(.*?)^\S", template.read_text(), re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^  (\w+):", block, re.MULTILINE))


@pytest.mark.parametrize("name", ["staging", "production"])
def test_a_stage_gives_only_parameters_that_the_templates_have(name: str) -> None:
    found = stage.read(name)
    assert found.parameters.keys() <= parameters(PATH)
    assert found.monitoring.keys() <= parameters(MONITORING)


def test_two_stages_share_no_stack() -> None:
    stages = [stage.read(name) for name in ("staging", "production")]
    assert len({found.stack for found in stages}) == len(stages)


def test_a_stage_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(stage.UnknownStage, match="staging, production"):
        stage.read("prod")
