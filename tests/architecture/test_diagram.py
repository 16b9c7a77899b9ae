"""The picture of imports in docs/architecture.md is the one that the code makes."""

from pathlib import Path

import pytest

from tools import architecture
from tools.architecture import BEGIN, END, Graph, drawn, graph, renewed

PAGE = architecture.ROOT / "docs/architecture.md"


def arrows(picture: str) -> list[str]:
    return [line.strip() for line in picture.splitlines() if "-->" in line]


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_the_page_has_the_picture_of_today() -> None:
    page = PAGE.read_text()
    assert renewed(page, drawn(graph())) == page, "run make diagram"


def test_every_room_and_package_is_a_node() -> None:
    found = graph()
    assert {"members", "accounts", "auth"} <= set(found.rooms)
    assert all(package.startswith("shared") for package in found.packages)
    assert found.packages


def test_a_flat_shared_is_one_node(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        {
            "shared/__init__.py": "",
            "shared/dynamo.py": "from shared.settings import settings\n",
            "shared/settings.py": "import os\n",
            "functions/members/app.py": "from shared import dynamo\nfrom . import service\n",
            "functions/members/service.py": "",
        },
    )
    assert graph(root) == Graph(("members",), ("shared",), frozenset({("members", "shared")}))


def test_packages_of_shared_are_nodes_of_their_own(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        {
            "shared/__init__.py": '"""The layer."""\n',
            "shared/web/app.py": "from shared.kernel import errors\nfrom ..aws import dynamo\n",
            "shared/aws/dynamo.py": "import shared.kernel.settings\n",
            "shared/kernel/errors.py": "",
            "functions/members/app.py": "from shared.web.app import create_app\n",
        },
    )
    found = graph(root)
    assert found.packages == ("shared.aws", "shared.kernel", "shared.web")
    assert found.arrows == {
        ("members", "shared.web"),
        ("shared.aws", "shared.kernel"),
        ("shared.web", "shared.aws"),
        ("shared.web", "shared.kernel"),
    }


def test_an_import_counts_wherever_it_stands_in_a_room(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        {
            "functions/exports/__init__.py": "from . import app\n",
            "functions/exports/app.py": "",
            "functions/exports/files/archive.py": (
                "from ..app import begin\n\n\ndef lines():\n    from members import bulk\n"
            ),
            "functions/members/bulk.py": "",
        },
    )
    assert graph(root).arrows == {("exports", "members")}


def test_an_arrow_that_says_nothing_more_is_left_out() -> None:
    found = Graph(
        ("imports", "members"),
        ("shared.kernel", "shared.web"),
        frozenset(
            {
                ("imports", "members"),
                ("imports", "shared.kernel"),
                ("members", "shared.kernel"),
                ("members", "shared.web"),
                ("shared.web", "shared.kernel"),
            }
        ),
    )
    assert arrows(drawn(found)) == [
        "imports --> members",
        "imports --> shared_kernel",
        "members --> shared_web",
        "shared_web --> shared_kernel",
    ]


def test_packages_that_import_each_other_are_both_shown() -> None:
    circle = {("shared.aws", "shared.domain"), ("shared.domain", "shared.aws")}
    rooms = {("members", "shared.aws"), ("members", "shared.domain")}
    found = Graph(("members",), ("shared.aws", "shared.domain"), frozenset(circle | rooms))
    assert len(arrows(drawn(found))) == 4


def test_a_page_keeps_all_but_what_is_between_the_marks() -> None:
    page = f"before\n{BEGIN}old\n{END}after\n"
    assert renewed(page, "new\n") == f"before\n{BEGIN}\nnew\n\n{END}after\n"
    assert renewed(renewed(page, "a\n"), "new\n") == renewed(page, "new\n")


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks a line"):
        renewed("a page\n", "new\n")
