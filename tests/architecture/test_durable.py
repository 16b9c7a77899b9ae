"""Files that outlive a process get their names in one place, which syncs them first."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path
    for folder in ("functions", "local", "shared")
    for path in (ROOT / folder).rglob("*.py")
    if path != ROOT / "shared/kernel/durable.py"
)


def renames(module: ast.Module) -> list[int]:
    """Lines that call Path.replace or Path.rename (str.replace takes two, date.replace names)."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"rename", "replace"}
        and len(node.args) == 1
        and not node.keywords
    ]


def test_only_durable_gives_a_written_file_its_name() -> None:
    found = {str(path.relative_to(ROOT)): renames(ast.parse(path.read_text())) for path in MODULES}
    assert {path: lines for path, lines in found.items() if lines} == {}
