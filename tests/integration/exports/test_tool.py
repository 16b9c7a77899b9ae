"""python -m tools.export against a Sapa on a port of this computer."""

import threading
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from exports import repository
from tests.integration.events import Room, identity
from tests.integration.exports.full_export import deliver
from tools import export


def carried_on(by: str, ended: threading.Event) -> None:
    """What the stream does, until the tool has ended."""
    while not ended.is_set():
        for one in repository.list_full(by):
            if not one.finished:
                deliver(one.export_id, by=by)
        time.sleep(0.05)


@pytest.mark.usefixtures("sapa")
@pytest.mark.parametrize("name", ["semua.zip", "semua.xlsx"])
def test_the_file_is_written_whole_and_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = Room("auth", identity())(
        "POST", "/auth/clients", {"name": "cadangan", "scopes": ["cooperative:export"]}
    ).body
    monkeypatch.setenv("SAPA_CLIENT_ID", made["client_id"])
    monkeypatch.setenv("SAPA_CLIENT_SECRET", made["client_secret"])
    monkeypatch.setattr(export, "POLL_SECONDS", 0.05)
    out, ended = tmp_path / name, threading.Event()
    stream = threading.Thread(target=carried_on, args=(made["client_id"], ended))
    stream.start()
    try:
        assert export.main(["--out", str(out)]) == 0
    finally:
        ended.set()
        stream.join()
    with ZipFile(out) as archive:
        assert archive.testzip() is None
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("sapa")
def test_a_client_without_the_scope_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export.main(["--out", str(tmp_path / "semua.zip")]) == 2
    assert "403" in capsys.readouterr().err


def test_what_is_neither_zip_nor_xlsx_is_not_begun(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        export.main(["--out", "semua.csv"])
    assert ".zip or .xlsx" in capsys.readouterr().err
