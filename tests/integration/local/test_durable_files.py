"""What a power cut or a full disk leaves of the files in DATA_DIR: the old one or the new one."""

import os
from pathlib import Path
from typing import Any

import pytest

from local import dead_letters, state_file
from shared.kernel import durable
from tests.integration.local.full_disk import no_room

RECORD = {"dynamodb": {"SequenceNumber": "7"}}


class PowerCut(BaseException):
    """Nothing that was to come happens."""


def cut(*_: Any) -> None:
    raise PowerCut


@pytest.mark.parametrize("moment", ["replace", "fsync"])
def test_a_power_cut_between_write_and_rename_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = tmp_path / "streams.json"
    state_file.save(path, {"at": "1"})
    with monkeypatch.context() as patched:
        patched.setattr(Path if moment == "replace" else os, moment, cut)
        with pytest.raises(PowerCut):
            state_file.save(path, {"at": "2"})
    assert state_file.load(path) == {"at": "1"}
    state_file.save(path, {"at": "3"})
    assert state_file.load(path) == {"at": "3"}
    assert list(tmp_path.iterdir()) == [path]


def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = durable.sync, Path.replace

    def syncing(path: Path) -> None:
        steps.append(path.name)
        sync(path)

    def renaming(path: Path, to: Path) -> None:
        steps.append("rename")
        rename(path, to)

    monkeypatch.setattr(durable, "sync", syncing)
    monkeypatch.setattr(Path, "replace", renaming)
    durable.replace(tmp_path / "vault.secret", b"secret")
    assert steps == ["vault.secret.draft", "rename", tmp_path.name]
    assert (tmp_path / "vault.secret").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "streams.json"
    state_file.save(path, {"at": "1"})
    with no_room(), pytest.raises(OSError, match="File too large"):
        state_file.save(path, {"at": "2"})
    assert state_file.load(path) == {"at": "1"}


def test_a_letter_for_which_there_is_no_room_leaves_no_half_line(tmp_path: Path) -> None:
    path = tmp_path / dead_letters.FILE
    dead_letters.append(path, "first", RECORD)
    with no_room(path.stat().st_size + 10), pytest.raises(OSError, match="No space left"):
        dead_letters.append(path, "second", RECORD)
    dead_letters.append(path, "third", RECORD)
    assert [letter["handler"] for letter in dead_letters.read(path)] == ["first", "third"]


def test_a_letter_that_a_power_cut_broke_off_is_nobodys(tmp_path: Path) -> None:
    path = tmp_path / dead_letters.FILE
    dead_letters.append(path, "first", RECORD)
    with path.open("a") as file:
        file.write('{"handler": "sec')
    assert [letter["handler"] for letter in dead_letters.read(path)] == ["first"]
    dead_letters.append(path, "third", RECORD)
    assert [letter["handler"] for letter in dead_letters.read(path)] == ["first", "third"]
