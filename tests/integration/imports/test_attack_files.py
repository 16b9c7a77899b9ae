"""Files that attack are refused with their reason, quickly, and harm nobody else."""

import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from imports.reading import reader_process
from imports.reading.reader_process import sheets
from shared.kernel.errors import Invalid

from .attack_files import HARMLESS, REFUSED


def rows_of(content: bytes, folder: Path) -> list[list[object]]:
    path = folder / "sent"
    path.write_bytes(content)
    return [list(cells) for sheet in sheets(path, "sent.xlsx") for _, cells in sheet.rows]


@pytest.mark.parametrize(("make", "codes"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_attacks_is_refused_with_its_reason(
    make: Callable[[], bytes], codes: set[str], tmp_path: Path
) -> None:
    content = make()
    assert len(content) < 3_000_000
    began = time.monotonic()
    with pytest.raises(Invalid) as refused:
        rows_of(content, tmp_path)
    assert {error.code for error in refused.value.errors} <= codes
    assert time.monotonic() - began < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 1024 * 1024


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS)
def test_a_file_that_only_looks_like_an_attack_does_none(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    hostname = Path("/etc/hostname").read_text().strip()
    rows: list[list[object]] = []
    with suppress(Invalid):
        rows = rows_of(make(), tmp_path)
    assert all(len(str(cell)) < 100 for row in rows for cell in row)
    assert not any(cell == hostname for row in rows for cell in row)


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """In place of Python, which would read the file."""
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time, signal\n{code}\n")
    path.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os.abort()", "reader_ended"),
        ("sys.exit(3)", "reader_ended"),
        ("pass", "reader_ended"),
        ("print('[\"rows\", [[1, [{}]]]]')", "reader_ended"),
        ("print('[\"rows\", [[1, [NaN]]]]')", "reader_ended"),
        ("print('[' * 100_000)", "reader_ended"),
        ("print('no JSON at all')", "reader_ended"),
        ('print(\'["refused", "no_such_code", null, {}]\')', "reader_ended"),
        ('print(\'["refused", "file_too_large", null, {}]\')', "reader_ended"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "file_needs_memory"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "file_takes_too_long"),
        ("time.sleep(60)", "file_takes_too_long"),
        ("while True: print('x' * 1000, end='')", "file_unpacks_too_large"),
        ('while True: print(\'["table", "a", null]\')', "file_unpacks_too_large"),
    ],
)
def test_however_a_reader_ends_the_file_is_refused(
    code: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "MOST_SILENCE", 1.0)
    monkeypatch.setattr(reader_process, "MOST_OUTPUT", 3_000_000)
    monkeypatch.setattr(reader_process, "LONGEST_MESSAGE", 2_000_000)
    program(tmp_path, monkeypatch, code)
    with pytest.raises(Invalid, match=reason):
        rows_of(b"Nama;NIK\n", tmp_path)


def test_a_reader_stops_when_the_time_of_its_step_is_over(tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("Nama;NIK\n" * 1_000_000)
    until = time.monotonic() + 0.5
    with pytest.raises(Invalid, match="file_takes_too_long"):
        [list(sheet.rows) for sheet in sheets(path, "sent.csv", until)]


def test_a_reader_ends_with_who_stops_to_listen(tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("Nama;NIK\n" * 1_000_000)
    tables = sheets(path, "sent.csv")
    next(next(tables).rows)
    began = time.monotonic()
    tables.close()
    assert time.monotonic() - began < 5


def test_a_reader_can_open_neither_a_file_nor_a_connection_and_knows_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a key of ours")
    report = tmp_path / "report"
    report.touch()
    program(
        tmp_path,
        monkeypatch,
        f"""
report = open({str(report)!r}, "w")
report.write("AWS" in str(os.environ) and "knows a key;" or "")
os.execve({sys.executable!r}, [{sys.executable!r}, "-S", "-c", '''
import socket, sys, os
import python_calamine
from imports.reading.read_file import give_up_rights
said = []
give_up_rights()
for name, what in (("file", lambda: open("/etc/hostname")), ("socket", socket.socket)):
    try:
        what(); said.append(name)
    except OSError:
        pass
print("[\\\\"refused\\\\", \\\\"file_broken\\\\", \\\\"" + ";".join(said) + "\\\\", {{}}]")
'''], os.environ)""",
    )
    with pytest.raises(Invalid) as refused:
        rows_of(b"Nama;NIK\n", tmp_path)
    (error,) = refused.value.errors
    assert (error.code, error.value) == ("file_broken", "sent.xlsx")
    assert report.read_text() == ""
    assert os.environ["AWS_SECRET_ACCESS_KEY"]
