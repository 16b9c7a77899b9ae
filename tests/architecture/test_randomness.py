"""Processes of one SnapStart snapshot share what was drawn before it, and the state of `random`."""

import ast

import pytest

from tests.architecture.modules import paths, tree

SEEDS_ANEW = "shared.aws.process_start"


def drawn(module: str) -> list[str]:
    """What the module takes of `random` beside the system's own randomness."""
    found = []
    for node in ast.walk(tree(module)):
        match node:
            case ast.ImportFrom(module="random"):
                found += [alias.name for alias in node.names if alias.name != "SystemRandom"]
            case ast.Attribute(value=ast.Name("random")):
                found.append(node.attr)
    return found


@pytest.mark.parametrize("module", sorted(paths()))
def test_numbers_are_drawn_from_the_system(module: str) -> None:
    assert drawn(module) == (["seed"] if module == SEEDS_ANEW else [])
