"""What a cooperative's own computer runs is there, and is confined."""

import re
from pathlib import Path

import pytest

from tests.architecture.modules import ROOT

SERVER = ROOT / "deploy/server"
SERVICES = sorted(SERVER.glob("*.service"))
NETWORK = {"PrivateNetwork", "RestrictAddressFamilies"}


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Every setting of a unit with its values, in their order."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_runs_a_module_of_ours(unit: Path) -> None:
    (command,) = settings_of(unit)["ExecStart"]
    program, option, module = command.split()
    assert (program, option) == ("/opt/sapa/current/.venv/bin/python", "-m")
    path = ROOT / module.replace(".", "/")
    assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_both_units_are_confined_alike_but_for_the_network() -> None:
    confined = [
        {
            name: values
            for name, values in settings_of(unit).items()
            if re.match("Capab|Lock|Memory|NoNew|Private|Protect|Restrict|System", name)
            and name not in NETWORK
        }
        for unit in SERVICES
    ]
    assert confined[0] == confined[1]
    assert confined[0]["ProtectSystem"] == ["strict"]


def test_every_file_of_the_folder_is_named_where_it_is_explained() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    names = {path.stem if path.suffix != ".sh" else path.name for path in SERVER.iterdir()}
    assert {name for name in names if name not in text} == set()
