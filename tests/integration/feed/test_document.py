"""What docs/feed.md shows works as it is written there."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.integration.events import Room, identity
from tests.integration.feed.core_system import Core

TEXT = (Path(__file__).parents[3] / "docs/feed.md").read_text(encoding="utf-8")
CURL = re.compile(
    r'curl -X (\w+) "\$SAPA/api(/[\w/]+)"(?:(?!```).)*?-d (?:"(.*?)"|\'(.*?)\')', re.DOTALL
)


def commands() -> list[tuple[str, str, str]]:
    """(method, path, body) of each."""
    found = CURL.findall(TEXT)
    assert len(found) == TEXT.count("curl -X")
    return [(method, path, form or body) for method, path, form, body in found]


@pytest.mark.usefixtures("sapa")
def test_the_batches_shown_with_curl_are_taken_whole() -> None:
    core, seen = Core(), []
    for method, path, body in commands():
        if method != "PUT":
            continue
        kind = path.rpartition("/")[2]
        seen.append(kind)
        results = core.gets(kind, *json.loads(body)["items"])
        assert set(results) == {"updated" if kind == "installments" else "created"}
    assert seen == ["members", "accounts", "installments", "transactions"]


@pytest.mark.usefixtures("tables")
def test_the_client_and_its_token_are_had_as_shown() -> None:
    by_path = {path: body for method, path, body in commands() if method == "POST"}
    auth = Room("auth", identity())
    made = auth("POST", "/auth/clients", json.loads(by_path["/auth/clients"]))
    assert (made.status, made.body["scopes"]) == (201, ["imports:feed"])
    assert by_path["/auth/token"] == "grant_type=client_credentials"


def test_the_program_shown_in_python_runs(
    sapa: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAPA", sapa)
    for name in ("CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(name, os.environ[f"SAPA_{name}"])
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(program, "docs/feed.md", "exec"), names)
    assert capsys.readouterr().out.splitlines() == [
        "members 18 created []",
        "accounts S-18 created []",
        "transactions 9101 created []",
    ]
    (found,) = Room("members", identity())("GET", "/members", query={"q": "budi"}).body["items"]
    path = f"/members/{found['member_id']}/accounts"
    (row,) = Room("accounts", identity())("GET", path).body["items"]
    assert row["balance"] == 25_000
