"""Imports take their steps beside each other."""

from pathlib import Path
from threading import Event

import pytest

from imports import worker
from imports.store.jobs import ImportJob
from shared.kernel.clock import Clock
from tests.integration.imports.import_steps import imports, sent
from tests.integration.imports.stream import delivered, waited_for

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = b"No Anggota;Nama;Tgl Masuk\nN-1;Siti Aminah;15/01/2020\n"


def begun() -> str:
    """An import whose file was sent and whose check has begun."""
    body = imports("POST", "", {"files": ["anggota.csv"]}).body
    sent(body["uploads"][0]["url"], MEMBERS)
    imports("POST", f"/{body['import_id']}/check", {})
    return str(body["import_id"])


def test_an_import_that_is_slow_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, is_over, checking = begun(), Event(), worker._STEPS["checking"]

    def check(job: ImportJob, clock: Clock) -> ImportJob:
        if job.import_id == slow:
            assert is_over.wait(30)
        return checking(job, clock)

    monkeypatch.setattr(worker, "_STEPS", {**worker._STEPS, "checking": check})
    with delivered(tmp_path):
        for _ in range(2):
            waited_for(begun(), "checked")
        waited_for(slow, "checking")
        is_over.set()
        waited_for(slow, "checked")
