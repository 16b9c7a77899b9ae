"""A newcomer finds the room for any line: small folders, small modules, the same names."""

from collections import Counter

import pytest

from tests.architecture.modules import PACKAGES, ROOT, paths

MOST_FILES = 22
MOST_LINES = 250
KNOWN = {"app", "schemas", "service", "rules", "repository", "worker"}
ROOMS = sorted(package.name for package in PACKAGES if package.name != "shared")


def test_no_folder_has_more_files_than_a_reader_overlooks() -> None:
    files = Counter(str(path.parent.relative_to(ROOT)) for path in paths().values())
    assert {folder: count for folder, count in files.items() if count > MOST_FILES} == {}


def test_no_module_is_longer_than_a_few_screens() -> None:
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in paths().items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "interchange"])
def test_a_room_has_the_files_that_every_room_has(room: str) -> None:
    names = {name.removeprefix(f"{room}.") for name in paths() if name.startswith(f"{room}.")}
    assert {"app", "schemas", "service", "repository"} <= names & KNOWN
