import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def test_the_openapi_file_is_what_the_rooms_say_now() -> None:
    command = [sys.executable, str(ROOT / "tools/openapi.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


DOCUMENT = json.loads((ROOT / "functions/auth/openapi.json").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
BOUNDED_BY_A_VALIDATOR = {"annual_rate", "occurred_at", "logo"}
_LEAST, _MOST = {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}


def unbounded(schema: dict[str, Any], name: str, seen: frozenset[str]) -> Iterator[str]:
    """The names of texts and numbers of a request that may be of any size."""
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference and reference not in seen:
        yield from unbounded(SCHEMAS[reference], name, seen | {reference})
    inner = [(name, one) for one in (*schema.get("anyOf", ()), *schema.get("allOf", ()))]
    inner += list(schema.get("properties", {}).items())
    inner += [(name, schema[one]) for one in ("items", "additionalProperties") if one in schema]
    for inner_name, one in inner:
        if isinstance(one, dict):
            yield from unbounded(one, inner_name, seen)
    has = schema.keys()
    match schema.get("type"):
        case "string" if not has & {"maxLength", "enum", "const", "pattern"}:
            if schema.get("format") != "date":
                yield name
        case "integer" | "number" if not (has & _LEAST and has & _MOST):
            yield name


def test_every_text_and_number_of_a_request_has_its_bounds() -> None:
    found = set()
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            for one in operation.get("parameters", []):
                if one["in"] != "path":
                    found |= set(unbounded(one["schema"], one["name"], frozenset()))
            for content in operation.get("requestBody", {}).get("content", {}).values():
                found |= set(unbounded(content["schema"], "body", frozenset()))
    assert found == BOUNDED_BY_A_VALIDATOR
