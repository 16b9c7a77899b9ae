"""The picture of who imports whom in docs/architecture.md, drawn from the code: `make diagram`.

Its nodes are the rooms and the packages of shared/ (`shared` itself for modules that are in none);
an arrow says that a module of the one imports a module of the other, at its top or in a function.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN = "<!-- Drawn by `make diagram`: change the code, not this. -->\n"
END = "<!-- The end of what `make diagram` draws. -->\n"

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Graph:
    """Rooms, packages of shared/, and the imports between them."""

    rooms: tuple[str, ...]
    packages: tuple[str, ...]
    arrows: frozenset[Arrow]

    def of(self, node: str) -> set[str]:
        """What a node imports."""
        return {to for start, to in self.arrows if start == node}

    def below(self, node: str) -> set[str]:
        """What a node imports, and what that imports, and so on."""
        found: set[str] = set()
        waiting = self.of(node)
        while waiting:
            found |= waiting
            waiting = set().union(*map(self.of, waiting)) - found
        return found


def graph(root: Path = ROOT) -> Graph:
    """What the code under functions/ and shared/ says now."""
    rooms = _folders(root / "functions")
    packages = {f"shared.{name}" for name in _folders(root / "shared")}
    nodes = rooms | packages | {"shared"}
    arrows = {
        (start, to)
        for folder, base in ((root / "functions", root / "functions"), (root / "shared", root))
        for path in folder.rglob("*.py")
        if (start := _node(_name(path, base), nodes))
        for imported in _imported(path, base)
        if (to := _node(imported, nodes)) and to != start
    }
    if any(path.stem != "__init__" for path in root.glob("shared/*.py")):
        packages.add("shared")
    return Graph(tuple(sorted(rooms)), tuple(sorted(packages)), frozenset(arrows))


def drawn(found: Graph) -> str:
    """The graph as Mermaid has it. A room's arrow to a package is left out where another package
    that the room imports stands on that one: it would say nothing more."""
    lines = ["flowchart TB"]
    for title, nodes in (("functions/", found.rooms), ("shared/", found.packages)):
        lines.append(f'    subgraph {title.rstrip("/")}_folder["{title}"]')
        lines += [f'        {_id(node)}["{node}"]' for node in nodes]
        lines.append("    end")
    lines += [f"    {_id(start)} --> {_id(to)}" for start, to in sorted(_shown(found))]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def renewed(page: str, picture: str) -> str:
    """The page with this picture between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page lacks a line: {BEGIN}or {END}")
    return f"{before}{BEGIN}\n{picture}\n{END}{after}"


def _folders(folder: Path) -> set[str]:
    """The folders that have Python in them."""
    return {path.relative_to(folder).parts[0] for path in folder.glob("*/**/*.py")}


def _name(path: Path, base: Path) -> str:
    return ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")


def _node(module: str, nodes: Iterable[str]) -> str | None:
    """The node that a module, or a name in a module, belongs to: the one that says most of it."""
    owners = [node for node in nodes if f"{module}.".startswith(f"{node}.")]
    return max(owners, key=len, default=None)


def _imported(path: Path, base: Path) -> Iterator[str]:
    """The full names of all that a file imports."""
    package = path.relative_to(base).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1] if level else ()
                start = (*above, *([module] if module else []))
                yield from (".".join((*start, alias.name)) for alias in names)


def _shown(found: Graph) -> set[Arrow]:
    below = {package: found.below(package) for package in found.packages}

    def says_more(start: str, to: str) -> bool:
        others = found.of(start) & below.keys()
        return not any(to in below[other] and other not in below[to] for other in others)

    return {
        (start, to)
        for start, to in found.arrows
        if start in found.packages or to in found.rooms or says_more(start, to)
    }


def _id(node: str) -> str:
    return node.replace(".", "_")


def main() -> None:
    """Renew the page."""
    page = ROOT / "docs/architecture.md"
    page.write_text(renewed(page.read_text(), drawn(graph())))


if __name__ == "__main__":
    main()
