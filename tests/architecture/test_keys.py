"""The prefixes of a table's keys stand in its module of shared/records/keys, and nowhere else."""

import ast
import re

import pytest

from tests.architecture.modules import paths, tree

KEYS = "shared.records.keys"
_PREFIX = re.compile(r"^[A-Z][A-Z_]*#")


def strings(module: str) -> list[str]:
    """The module's strings, of f-strings their beginnings, but no docstrings."""
    inner = {
        id(part)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.JoinedStr)
        for part in node.values[1:]
    }
    return [
        node.value
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner
    ]


@pytest.mark.parametrize("module", sorted(m for m in paths() if not m.startswith(KEYS)))
def test_no_prefix_of_a_key_stands_outside_the_keys(module: str) -> None:
    assert [text for text in strings(module) if _PREFIX.match(text)] == []


def test_the_keys_have_prefixes() -> None:
    found = [text for m in paths() if m.startswith(KEYS) for text in strings(m)]
    assert [text for text in found if _PREFIX.match(text)]
