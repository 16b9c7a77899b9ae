"""One module reads the environment, and it reads what template.yaml sets."""

import ast
from pathlib import Path

import pytest

from local.template import PATH, load

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "shared/kernel/settings.py"
DEPLOYED = sorted([*ROOT.glob("shared/**/*.py"), *ROOT.glob("functions/**/*.py")])
LOCAL_ONLY = {
    "DYNAMODB_ENDPOINT_URL",
    "FILES_FOLDER",
    "SIGNING_KEY_FILE",
    "TODAY",
    "VAULT_SECRET_FILE",
    "WHATSAPP_SECRET_FILE",
}
OF_LAMBDA = {"LD_LIBRARY_PATH"}
CLOUD_ONLY = {
    "FILES_BUCKET",
    "ORIGIN_SECRET_ARN",
    "SIGNING_KEY_ID",
    "VAULT_SECRET_ARN",
    "WHATSAPP_SECRET_ARN",
}


def names_read() -> tuple[set[str], set[str]]:
    """(variables that must be there, variables that may be there)."""
    needed, optional = set(), set()
    for node in ast.walk(ast.parse(SETTINGS.read_text())):
        match node:
            case ast.Subscript(value=ast.Name("env"), slice=ast.Constant(str(name))):
                needed.add(name)
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(str(name))]):
                optional.add(name)
    return needed - optional, optional


def names_set() -> set[str]:
    return set(load().environment) | CLOUD_ONLY


def test_settings_finds_every_variable_that_it_needs() -> None:
    needed, optional = names_read()
    assert needed
    assert needed <= names_set()
    assert optional <= names_set() | LOCAL_ONLY | OF_LAMBDA


def test_every_variable_of_the_template_is_read() -> None:
    needed, optional = names_read()
    own = {name for name in names_set() if not name.startswith("POWERTOOLS_")}
    assert own == (needed | optional) - LOCAL_ONLY - OF_LAMBDA


def test_the_template_names_the_cloud_only_variables() -> None:
    assert all(f"{name}: !" in PATH.read_text() for name in CLOUD_ONLY)
    assert not CLOUD_ONLY & load().environment.keys()


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_settings_reads_the_environment(path: Path) -> None:
    if path == SETTINGS:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        assert not (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"})
