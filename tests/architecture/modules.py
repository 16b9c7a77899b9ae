"""The modules of functions/ and shared/, read without being imported: docstrings and imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (ROOT / "shared", *(p for p in (ROOT / "functions").iterdir() if p.is_dir()))


@cache
def paths() -> dict[str, Path]:
    """Every module by its name: `members.app`, `shared.aws.dynamo`."""
    found = {}
    for package in PACKAGES:
        for path in package.rglob("*.py"):
            parts = path.relative_to(package.parent).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    """What a module says."""
    return ast.parse(paths()[module].read_text("utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports at its load or inside its functions, but for TYPE_CHECKING."""
    return frozenset(_imports(module, tree(module)))


def reached(module: str) -> dict[str, str]:
    """Everything that loading a module brings along, by who imports it first."""
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        importer = waiting.pop()
        for one in imports(importer):
            if one not in found:
                found[one] = importer
                if one in paths():
                    waiting.append(one)
    return found


def _imports(module: str, node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                continue
            case ast.Import():
                yield from (alias.name for alias in child.names)
            case ast.ImportFrom():
                base = _base(module, child)
                for alias in child.names:
                    inner = f"{base}.{alias.name}"
                    yield inner if inner in paths() else base
            case _:
                yield from _imports(module, child)


def _base(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".")
    if paths()[module].name != "__init__.py":
        package = package[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])
