"""The layer knows every AWS service that the code calls; those of the others are left out."""

import ast
import re

from tests.architecture.modules import ROOT, paths, tree

LAYER = ROOT / "shared/Makefile"


def called() -> dict[str, str]:
    """Services by a module that makes a client of each."""
    found = {}
    for module in paths():
        for node in ast.walk(tree(module)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name("boto3"), attr="client"),
                    args=[ast.Constant(str(service)), *_],
                ):
                    found[service] = module
                case ast.Call(func=ast.Attribute(attr="get_secret") | ast.Name("SecretsProvider")):
                    found["secretsmanager"] = module
    return found


def test_every_client_is_made_by_the_name_of_its_service() -> None:
    for module in paths():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "boto3.client":
                assert isinstance(node.args[0], ast.Constant), module


def test_the_layer_has_the_services_that_the_code_calls_and_no_others() -> None:
    (kept,) = re.findall(r"^SERVICES = (.+)$", LAYER.read_text(), re.MULTILINE)
    assert set(kept.split()) == set(called())
