"""Poisoned files beside a working day, with the local run's own streams: nobody else waits."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imports import worker
from imports.dry_run.step import check_step
from imports.store.jobs import ImportJob
from local.streams import Streams
from local.template import load
from shared.kernel.clock import Clock
from tests.integration.events import Room, identity

from .attack_files import corner, moved_sheet, with_sheet
from .import_steps import imports, sent

pytestmark = pytest.mark.usefixtures("today")

CORNER = corner('<c r="XFD1048576"><v>1</v></c>')
POISONED = {
    "sudut.xlsx": with_sheet(CORNER),
    "huruf kecil.xlsx": with_sheet(CORNER.replace("XFD", "xfd")),
    "pindah.xlsx": moved_sheet(CORNER, "xl/elsewhere/a.xml"),
    "rusak.csv": b"No;Nama\n",
}
GOOD = b"No Anggota;Nama;Tgl Masuk\nA-1;Siti Aminah;01/02/2020\n"
members = Room("members", identity())


@pytest.fixture
def streams(tmp_path: Path) -> Iterator[Streams]:
    """Every function of the template that listens to a table."""
    sources = [
        replace(source, table=os.environ[f"{source.table.rpartition('-')[2].upper()}_TABLE"])
        for source in load("poisoned").streams
    ]
    running = Streams(sources, tmp_path)
    running.start()
    yield running
    running.stop()


def begun(name: str, content: bytes) -> str:
    body = imports("POST", "", {"files": [name]}).body
    sent(body["uploads"][0]["url"], content)
    assert imports("POST", f"/{body['import_id']}/check", {}).status == 200
    return str(body["import_id"])


def state_of(import_id: str) -> Callable[[], Any]:
    return lambda: imports("GET", f"/{import_id}").body["state"]


def eventually(what: Callable[[], Any], wanted: object, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while (found := what()) != wanted:
        assert time.monotonic() < until, found
        time.sleep(0.05)


def test_poisoned_files_fail_and_hold_up_nobody(
    streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(job: ImportJob, clock: Clock) -> ImportJob:
        if job.files[0].name == "rusak.csv":
            raise ZeroDivisionError
        return check_step(job, clock)

    monkeypatch.setattr(worker, "_STEPS", {**worker._STEPS, "checking": check})
    poisoned = [begun(name, content) for name, content in POISONED.items()]
    good = begun("anggota.csv", GOOD)
    streams.wake()
    for number in range(5):
        new = {"name": f"Budi Santoso {number} A", "joined_on": "2026-11-01"}
        assert members("POST", "/members", new).status == 201
    streams.wake()
    eventually(lambda: members("GET", "/members/counts").body["total"], 5, 20)
    export = Room("exports", identity())("POST", "/members/exports", {"columns": ["name"]}).body
    path = f"/members/exports/{export['export_id']}"
    eventually(lambda: Room("exports", identity())("GET", path).body["status"], "done", 20)
    eventually(state_of(good), "checked")
    for import_id in poisoned:
        eventually(state_of(import_id), "failed")
        assert imports("GET", f"/{import_id}").body["faults"]
    assert imports("POST", f"/{good}/run").status == 200
    eventually(state_of(good), "done")
    eventually(lambda: members("GET", "/members/counts").body["total"], 6)
    assert imports("POST", f"/{poisoned[0]}/cancel").status == 200
    eventually(state_of(poisoned[0]), "cancelled")
