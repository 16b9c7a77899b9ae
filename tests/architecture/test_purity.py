"""A module whose docstring says that it is pure reaches no database, environment, clock or file."""

import ast

import pytest

from tests.architecture.modules import paths, reached, tree

IMPURE = {
    "asyncio", "boto3", "botocore", "fastapi", "mangum", "os", "pathlib", "random", "secrets",
    "shutil", "socket", "sqlite3", "starlette", "subprocess", "tempfile", "threading", "time",
    "urllib.request", "shared.kernel.settings",
}  # fmt: skip
IMPURE_PACKAGES = ("shared.aws", "shared.records", "shared.web")
CHANGES_WITH_EACH_CALL = {"now", "today", "utcnow", "new_id", "new_account_id"}


def says_pure(module: str) -> bool:
    return "Pure" in (ast.get_docstring(tree(module)) or "")


PURE = sorted(module for module in paths() if says_pure(module))


def is_impure(module: str) -> bool:
    if module in paths() and says_pure(module):
        return False
    return (
        module.split(".", maxsplit=1)[0] in IMPURE
        or module in IMPURE
        or module.startswith(IMPURE_PACKAGES)
    )


def test_there_are_pure_modules() -> None:
    assert len(PURE) > 40


@pytest.mark.parametrize("module", PURE)
def test_a_module_that_says_pure_is_pure(module: str) -> None:
    found = {one: importer for one, importer in reached(module).items() if is_impure(one)}
    assert not found


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_reads_no_clock_and_makes_no_id(module: str) -> None:
    called = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    names = {node.attr if isinstance(node, ast.Attribute) else ast.unparse(node) for node in called}
    assert CHANGES_WITH_EACH_CALL.isdisjoint(names)


@pytest.mark.parametrize("module", sorted(m for m in paths() if m.split(".")[-1] == "rules"))
def test_the_rules_of_a_room_say_that_they_are_pure(module: str) -> None:
    assert says_pure(module)


@pytest.mark.parametrize("module", sorted(m for m in paths() if m.startswith("shared.domain.")))
def test_the_domain_says_that_it_is_pure(module: str) -> None:
    assert says_pure(module)
