"""Each file under events/ is a real payload; each is replayed through its handler, on a seeded
engine, and answers the status that it expects. A room's seed is tests/integration/<room>/seed.py.
"""

import importlib
import json
from pathlib import Path

import pytest

from tests.integration.events import invoke

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "events").glob("*/*.json"))
SEEDS = {
    "auth": ("auth",),
    "members": ("members",),
    "accounts": ("accounts",),
    "contacts": ("members", "accounts", "contacts"),
    "arrears": ("auth", "accounts", "arrears"),
    "reminders": ("members", "accounts", "contacts", "reminders"),
    "imports": ("imports",),
    "feed": (),
    "exports": ("members", "exports"),
}
"""Whose seeds a room's events need."""


@pytest.fixture
def seeded(tables: None, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in SEEDS[file.parent.name]:
        importlib.import_module(f"tests.integration.{room}.seed").seed(monkeypatch)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
@pytest.mark.usefixtures("seeded")
def test_a_real_event_is_answered_as_its_file_says(file: Path) -> None:
    case = json.loads(file.read_text())
    answer = invoke(case["handler"], case["event"])
    assert answer.status == case["expect"]["status"], answer.body
    for field in case["expect"].get("fields", []):
        assert field in answer.fields
    if "body" in case["expect"]:
        assert answer.body == case["expect"]["body"]


def test_there_are_event_files() -> None:
    assert len(FILES) > 20
