"""Sapa has one version: what pyproject.toml says is what every place shows."""

import ast
import json
import re
from pathlib import Path

import pytest

from tools import version

ROOT = version.ROOT
PACKAGES = sorted(
    [ROOT / "package.json", *ROOT.glob("*/package.json"), *ROOT.glob("tools/*/package.json")]
)
SERVED = sorted([*ROOT.glob("shared/**/*.py"), *ROOT.glob("functions/**/*.py")])


def test_the_version_is_three_numbers() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", version.number())


@pytest.mark.parametrize("place", version.shown())
def test_a_place_shows_the_version_of_the_project(place: str) -> None:
    assert version.shown()[place] == version.number(), "run make version"


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_has_no_version_of_its_own(path: Path) -> None:
    assert json.loads(path.read_text()).get("version", version.number()) == version.number()


def test_the_changelog_begins_with_what_is_to_come_and_with_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[:2] == ["Unreleased", version.number()]


def test_the_site_reads_the_version_from_its_package() -> None:
    screens = (ROOT / "static_site/src").rglob("*.svelte")
    assert [p.name for p in screens if "package.json'" in p.read_text()] == ["About.svelte"]


def apps() -> list[ast.Call]:
    trees = (ast.parse(path.read_text()) for path in SERVED)
    return [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "FastAPI"
    ]


def test_no_room_shows_a_document_with_a_version_of_its_own() -> None:
    assert apps()
    for app in apps():
        said = {keyword.arg: ast.unparse(keyword.value) for keyword in app.keywords}
        assert said["openapi_url"] == "None"
        assert "version" not in said
