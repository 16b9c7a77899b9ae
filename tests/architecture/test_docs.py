"""Every file and folder that documents and comments name is there.

A back-ticked word is taken for a path of ours if it begins with one of our folders (`shared/aws`,
or shorter `aws/dynamo.py`, `members/schemas.py`) or is the name of a file (`app.py`). What begins
with `/` is a route. Links between documents count too. Blocks of code are not read. In code,
whatever begins with one of our top folders is a path.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.modules import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks/README.md"])
BASES = [ROOT, ROOT / "functions", ROOT / "shared", ROOT / "static_site", ROOT / "static_site/src"]
"""Where a path may begin."""
MADE = {"node_modules", ".venv", "dist", "htmlcov", ".data", "test-results"}
"""Folders that are made and not kept in the repository."""
EXAMPLE = "goals"
"""The room that CONTRIBUTING.md writes as an example (test_contributing.py)."""

CODE_BLOCK = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
BACK_TICKED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PATH = re.compile(r"[\w.-]+(?:/[\w.*-]+)*/?")
FILE_NAME = re.compile(r"[\w-]+\.(?:py|md|ts|svelte|css|toml|yaml|yml|sh|in)")

IN_CODE = re.compile(
    r"(?<![\w./{}-])(?:functions|shared|local|tools|docs|tests|benchmarks|events)(?:/[\w-]+)+"
    r"(?:\.(?:py|md|yaml|json|sh|txt|in))?(?![\w/.{<*-])"
)


@cache
def folders() -> frozenset[str]:
    """The names of the folders in which a path may begin."""
    found = (path.name for base in BASES for path in base.iterdir() if path.is_dir())
    return frozenset(name for name in found if not name.startswith("__"))


@cache
def file_names() -> frozenset[str]:
    """The names of all files of ours."""
    found = (path for path in ROOT.rglob("*") if MADE.isdisjoint(path.relative_to(ROOT).parts))
    return frozenset(path.name for path in found if path.is_file())


def is_ours(text: str) -> bool:
    """Whether a back-ticked word is meant as a path of this repository."""
    if not PATH.fullmatch(text) or EXAMPLE in re.split(r"[/.]", text):
        return False
    first, slash, _ = text.partition("/")
    return bool(FILE_NAME.fullmatch(text)) or (bool(slash) and first in folders())


def exists(text: str) -> bool:
    """Whether a path is there, below one of the bases; of a bare file name, anywhere."""
    if text in file_names() or not MADE.isdisjoint(text.split("/")):
        return True
    return any(any(base.glob(text.rstrip("/"))) for base in BASES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_only_files_and_folders_that_are_there(document: Path) -> None:
    text = CODE_BLOCK.sub("", document.read_text("utf-8"))
    named = [path for path in BACK_TICKED.findall(text) if is_ours(path)]
    linked = [path for path in LINK.findall(text) if not (document.parent / path).exists()]
    assert [path for path in named if not exists(path)] + linked == []


def test_code_names_only_files_and_folders_that_are_there() -> None:
    sources = [ROOT / "template.yaml", ROOT / "Makefile", ROOT / "pyproject.toml"]
    for folder in ("functions", "shared", "local", "tools", "tests", "benchmarks"):
        sources += (ROOT / folder).rglob("*.py")
    own = ROOT / "tests/architecture"  # these tests make up paths
    stale = [
        f"{source.relative_to(ROOT)}: {path}"
        for source in sources
        if own not in source.parents
        for path in IN_CODE.findall(source.read_text("utf-8"))
        if not exists(path)
    ]
    assert stale == []


def test_stale_paths_are_found() -> None:
    assert is_ours("members/schemas.py")
    assert exists("members/schemas.py")
    assert exists("aws/dynamo.py")
    assert not exists("members/no_such_module.py")
    assert not is_ours("/members/{member_id}")
