"""Write functions/auth/openapi.json: every room's routes as one OpenAPI 3.1 document.

Rooms may not import each other and the auth room serves the document, so it is made here.

    python tools/openapi.py          write it
    python tools/openapi.py --check  exit 1 where it is not what the rooms say now
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "functions")]

from local import template  # noqa: E402
from tools import version  # noqa: E402

TARGET = ROOT / "functions" / "auth" / "openapi.json"
_SCHEMAS = "#/components/schemas/"
_UNUSED = {"HTTPValidationError", "ValidationError"}

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457, in the language of Accept-Language (id or en).",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "value": {"description": "what was sent, personal values masked"},
                },
            },
        },
    },
}


def document() -> dict[str, Any]:
    """The rooms' documents, merged; a schema whose name two rooms use gets the room's name too."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Sapa",
            "version": version.number(),
            "description": "CRM of a savings-and-loan cooperative.",
        },
        "servers": [{"url": "/api"}],
        "security": [{"bearer": []}],
        "tags": [],
        "paths": {},
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
            "responses": {
                "Problem": {
                    "description": "Refused",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": f"{_SCHEMAS}Problem"}}
                    },
                }
            },
            "schemas": {"Problem": _PROBLEM},
        },
    }
    routes = template.load().routes
    public = {(r.method, r.path) for r in routes if r.public}
    schemas = merged["components"]["schemas"]
    for name in sorted({route.module for route in routes}):
        module, room = importlib.import_module(name), name.partition(".")[0]
        app, marks = module.app, _marks(module.router)
        own = _renamed(app.openapi(), room, schemas)
        if (tag := {"name": room, "description": app.title}) not in merged["tags"]:
            merged["tags"].append(tag)
        schemas |= own.get("components", {}).get("schemas", {})
        for path, operations in own["paths"].items():
            for method, operation in operations.items():
                route = (method.upper(), path)
                _finish(operation, room, marks[route], is_public=route in public)
            merged["paths"].setdefault(path, {}).update(operations)
    return merged


def text() -> str:
    """The document as it lies in the file."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def _marks(router: APIRouter) -> dict[tuple[str, str], dict[str, Any]]:
    """What the dependencies of each (method, path) tell of it: `permission`, and `body` (models by
    media type) where the body is read by hand."""
    return {
        (method, route.path): {
            name: mark
            for dependency in route.dependant.dependencies
            for name, mark in vars(dependency.call).items()
        }
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def _finish(
    operation: dict[str, Any], room: str, marks: dict[str, Any], *, is_public: bool
) -> None:
    operation["tags"] = [room]
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    if permission := marks.get("permission"):
        operation["x-permission"] = permission
        operation["description"] += f"\n\nPermission: `{permission}`."
    if query := marks.get("query"):
        operation["parameters"] = operation.get("parameters", []) + _parameters(query)
    if body := marks.get("body"):
        content = {kind: {"schema": model.model_json_schema()} for kind, model in body.items()}
        operation["requestBody"] = {"required": True, "content": content}
    if is_public:
        operation["security"] = []


def _parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields of a query's model (shared/web/query.py) as parameters."""
    schema = model.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": described}
        for name, described in schema["properties"].items()
    ]


def _renamed(own: dict[str, Any], room: str, taken: dict[str, Any]) -> dict[str, Any]:
    schemas = own.get("components", {}).get("schemas", {})
    for name in _UNUSED & schemas.keys():
        del schemas[name]
    written = json.dumps(own)
    for name in [name for name in schemas if name in taken and schemas[name] != taken[name]]:
        written = written.replace(f'"{_SCHEMAS}{name}"', f'"{_SCHEMAS}{room.title()}{name}"')
        written = written.replace(f'"{name}": {{', f'"{room.title()}{name}": {{')
    renamed: dict[str, Any] = json.loads(written)
    return renamed


if __name__ == "__main__":
    if "--check" not in sys.argv:
        TARGET.write_text(text())
    elif TARGET.read_text() != text():
        sys.exit(f"{TARGET.relative_to(ROOT)} is old: run python tools/openapi.py")
