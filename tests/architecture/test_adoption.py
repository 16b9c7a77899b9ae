"""What is kept of a deleted stack can be imported into a new one: it refers to nothing else."""

import json
import re
from typing import Any

import pytest

from local.template import load
from tools.adopt import IDENTIFIERS, template_of
from tools.deploy.stack import Resource

RESOURCES = load().resources
KEPT = {n: r for n, r in RESOURCES.items() if r.get("DeletionPolicy") == "RetainExceptOnCreate"}


def referred(template: dict[str, Any]) -> set[str]:
    """Names that `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::If` ask for."""
    text = json.dumps(template["Resources"])
    return {
        *re.findall(r'"Ref": "([^"]+)"', text),
        *re.findall(r'"Fn::GetAtt": \["([^"]+)"', text),
        *re.findall(r'"Fn::If": \["([^"]+)"', text),
        *re.findall(r"\$\{([\w:]+)[.}]", text),
    }


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_is_kept_can_be_imported(name: str) -> None:
    assert KEPT[name]["Type"] in IDENTIFIERS


def test_an_import_refers_only_to_what_it_brings() -> None:
    template = template_of([Resource(n, r["Type"], n) for n, r in KEPT.items()])
    known = {*template["Parameters"], *template["Conditions"], *template["Resources"]}
    assert {name for name in referred(template) if not name.startswith("AWS::")} <= known


def test_tables_alone_can_be_imported() -> None:
    tables = [Resource(n, r["Type"], n) for n, r in KEPT.items() if r["Type"].endswith("::Table")]
    template = template_of(tables)
    known = {*template["Parameters"], *template["Conditions"], *template["Resources"]}
    assert {name for name in referred(template) if not name.startswith("AWS::")} <= known
    assert len(json.dumps(template)) < 51_200
