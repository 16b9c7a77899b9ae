"""`make backup` beside a Sapa that runs, and `make restore`."""

import json
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.backup import MANIFEST, Unusable
from local.backup import balances as balances_of
from local.backup.restore import restore
from local.backup.take import forget_all_but, take
from local.config import Misconfigured
from local.data_folder import DataFolder
from local.engine import Engine
from tests.integration.local.clerk import Clerk
from tests.integration.local.full_disk import no_room
from tests.integration.local.sapa_process import ROOT, Sapa

TABLE = "sapa-local-accounts"
WRITERS = 4


@pytest.fixture
def sapa(tmp_path: Path) -> Iterator[Sapa]:
    running = Sapa(tmp_path / "data").ready()
    yield running
    running.process.kill()
    running.wait()


@dataclass
class Desk:
    """Clerks who post deposits until their desk is closed."""

    clerks: list[Clerk]
    closed: threading.Event
    threads: list[threading.Thread]

    def close(self) -> None:
        self.closed.set()
        for thread in self.threads:
            thread.join()

    def acknowledged(self) -> set[str]:
        return {made for clerk in self.clerks for made in clerk.acknowledged.copy().values()}


@pytest.fixture
def desk(sapa: Sapa) -> Iterator[Desk]:
    clerks, closed, token = [Clerk() for _ in range(WRITERS)], threading.Event(), sapa.token()
    for clerk in clerks:
        clerk.begin(sapa, token)
    threads = [
        threading.Thread(target=clerk.post_until, args=(closed, sapa, token)) for clerk in clerks
    ]
    for thread in threads:
        thread.start()
    yield (at_work := Desk(clerks, closed, threads))
    at_work.close()


def entries_in(database: Path) -> set[str]:
    statement = f"""SELECT json_extract(json_extract(item_json, '$.doc.S'), '$.transaction_id')
        FROM "{TABLE}" WHERE sk GLOB 'S:LEDGER#*'"""
    with closing(sqlite3.connect(database)) as file:
        return {row[0] for row in file.execute(statement)}


def make(target: str, **variables: str) -> subprocess.CompletedProcess[str]:
    given = [f"{name}={value}" for name, value in variables.items()]
    command = ["make", "--no-print-directory", target, *given]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


def test_a_backup_beside_four_writers_has_all_that_was_acknowledged_and_comes_back(
    tmp_path: Path, sapa: Sapa, desk: Desk
) -> None:
    deadline = time.monotonic() + 60
    while min(len(clerk.acknowledged) for clerk in desk.clerks) < 10:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    before = desk.acknowledged()
    made, found = take(tmp_path / "data", tmp_path / "backups", TABLE, "0")
    at_its_end = len(desk.acknowledged())
    desk.close()
    assert before <= entries_in(made / "engine.db")
    assert (found.accounts, found.differing) == (WRITERS, 0)
    assert len(before) <= found.entries <= at_its_end + WRITERS
    assert {path.stat().st_mode & 0o777 for path in made.iterdir() if path.is_file()} == {0o600}
    assert made.stat().st_mode & 0o777 == 0o700

    assert sapa.end(signal.SIGTERM) == 0
    back = tmp_path / "elsewhere" / "data"
    said = make("restore", FROM=str(made), DATA_DIR=str(back))
    assert said.stdout.splitlines() == [f"restored: {back}", str(found)]
    restored = Sapa(back).ready()
    try:
        bearer = {"Authorization": f"Bearer {restored.token()}"}
        where = f"/accounts/{desk.clerks[0].account_id}/transactions"
        assert restored.get(where, **bearer).json()["items"]
    finally:
        assert restored.end(signal.SIGTERM) == 0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A DATA_DIR of a Sapa that is stopped."""
    folder = tmp_path / "data"
    folder.mkdir()
    Engine(folder / "engine.db").stop()
    with closing(sqlite3.connect(folder / "engine.db")) as file, file:
        file.execute(f'CREATE TABLE "{TABLE}" (pk TEXT, sk TEXT, item_json TEXT)')
        for sk, doc in (
            ("HEAD#S1", {"account_id": "1.S1", "balance": 5}),
            ("LEDGER#S1#2024-03-01#1", {"account_id": "1.S1", "effect": 7}),
            ("LEDGER#S1#2024-03-02#2", {"account_id": "1.S1", "effect": -2}),
        ):
            item = json.dumps({"doc": {"S": json.dumps(doc)}})
            file.execute(f'INSERT INTO "{TABLE}" VALUES (?, ?, ?)', ("S:M#1", f"S:{sk}", item))
    (folder / "streams.json").write_text("{}")
    (folder / "files" / "exports").mkdir(parents=True)
    (folder / "files" / "exports" / "anggota.csv").write_text("nama")
    (folder / "files" / "exports" / "half.csv.draft").write_text("na")
    (folder / "lock").touch()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    own = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in own}


def test_a_backup_of_a_stopped_sapa_has_every_file_that_is_whole(
    tmp_path: Path, data: Path
) -> None:
    made, found = take(data, tmp_path / "backups", TABLE, "0")
    assert set(contents(made)) == {
        "engine.db",
        "streams.json",
        "files/exports/anggota.csv",
        MANIFEST,
    }
    assert (found.accounts, found.entries, found.amount, found.differing) == (1, 2, 5, 0)


def test_a_backup_does_not_go_into_what_it_backs_up(data: Path) -> None:
    with pytest.raises(Unusable, match="lies in the folder"):
        take(data, data / "backups", TABLE, "0")


def test_an_account_that_differs_from_its_ledger_is_counted(tmp_path: Path, data: Path) -> None:
    with closing(sqlite3.connect(data / "engine.db")) as file, file:
        file.execute(f"""DELETE FROM "{TABLE}" WHERE sk = 'S:LEDGER#S1#2024-03-02#2'""")
    assert balances_of.of(data / "engine.db", TABLE).differing == 1


def test_a_folder_that_holds_data_is_refused_and_only_moved_aside_when_told(
    tmp_path: Path, data: Path
) -> None:
    made, found = take(data, tmp_path / "backups", TABLE, "0")
    (data / "streams.json").write_text('{"later": "1"}')
    later = contents(data)
    with pytest.raises(Unusable, match="REPLACE=1"):
        restore(made, data, TABLE)
    assert contents(data) == later
    again, aside = restore(made, data, TABLE, replace=True)
    assert again == found
    assert aside
    assert contents(aside) == later
    assert (data / "streams.json").read_text() == "{}"


def test_a_folder_on_which_sapa_runs_is_refused(tmp_path: Path, data: Path) -> None:
    made, _ = take(data, tmp_path / "backups", TABLE, "0")
    with closing(DataFolder(data)), pytest.raises(Misconfigured, match="another Sapa runs"):
        restore(made, data, TABLE, replace=True)


@pytest.mark.parametrize("name", ["engine.db", "files/exports/anggota.csv"])
def test_a_backup_that_was_changed_is_refused(tmp_path: Path, data: Path, name: str) -> None:
    made, _ = take(data, tmp_path / "backups", TABLE, "0")
    with (made / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(Unusable, match=name):
        restore(made, tmp_path / "new", TABLE)
    assert not (tmp_path / "new").exists()


def test_what_is_no_whole_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no backup"):
        restore(tmp_path, tmp_path / "new", TABLE)


@pytest.mark.parametrize("size", [0, 20_000])
def test_a_backup_for_which_there_is_no_room_leaves_nothing(
    tmp_path: Path, data: Path, size: int
) -> None:
    """The first file of all, or the database, which is longer, finds none."""
    with no_room(size), pytest.raises((OSError, sqlite3.Error)):
        take(data, tmp_path / "backups", TABLE, "0")
    assert list((tmp_path / "backups").iterdir()) == []


def test_only_the_newest_are_kept(tmp_path: Path, data: Path) -> None:
    out = tmp_path / "backups"
    made = [take(data, out, TABLE, "0")[0] for _ in range(3)]
    (out / "sapa-of-somebody-else").mkdir()
    assert forget_all_but(out, 2) == [made[0]]
    assert forget_all_but(out, 2) == []
    assert sorted(path.name for path in out.iterdir()) == [
        made[1].name,
        made[2].name,
        "sapa-of-somebody-else",
    ]


@pytest.mark.parametrize(("target", "missing"), [("backup", "OUT"), ("restore", "FROM")])
def test_without_a_place_it_says_what_it_needs(target: str, missing: str) -> None:
    said = make(target)
    assert said.returncode != 0
    assert f"usage: make {target} {missing}=" in said.stderr
