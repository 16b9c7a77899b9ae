"""What the engine answered is on the disk: docs/decisions/durability.md."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import boto3
import pytest

from local import tables
from local.engine import Engine
from local.template import load

AUTH = next(table for table in load("sapa-power").tables if table.name.endswith("-auth"))
WRITES = 300
_CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\(\d+<([^>]*)>)(.*)$")


class Disk:
    """Which of the engine's files hold what is not on the disk yet, call by call."""

    def __init__(self) -> None:
        self.unsynced: set[str] = set()
        self.syncing: dict[str, str] = {}
        self.answers = self.syncs = self.begun_anew = 0
        self.too_early: list[str] = []

    def follow(self, line: str) -> None:
        if not (found := _CALL.match(line)):
            return
        process, call, path, rest = found.groups()
        name = Path(path or "").name
        match call:
            case "pwrite64" if name == "engine.db-wal" and rest.endswith(", 0) = 32"):
                # The log begins anew: what it held must be on the disk in the database itself.
                self._require_synced("engine.db", line)
                self.begun_anew += 1
                self.unsynced.add(name)
            case "pwrite64":
                self.unsynced.add(name)
            case "fsync" | "fdatasync" if path and "unfinished" in rest:
                self.syncing[process] = name
            case "fsync" | "fdatasync":
                self.unsynced.discard(name or self.syncing.pop(process))
                self.syncs += 1
            case "sendto" | "write" | "writev" if "HTTP/1.1 200" in rest:
                self.answers += 1
                self._require_synced("engine.db-wal", line)

    def _require_synced(self, name: str, line: str) -> None:
        if name in self.unsynced:
            self.too_early.append(line)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace tells what reaches the disk")
def test_no_write_is_answered_before_it_is_on_the_disk(tmp_path: Path) -> None:
    """Over some 1,000 pages of the write-ahead log, so that it is checkpointed too."""
    engine = Engine(tmp_path / "engine.db")
    db = boto3.client(
        "dynamodb",
        endpoint_url=engine.url,
        region_name="ap-southeast-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    tables.ensure(db, [AUTH])
    seen = tmp_path / "strace"
    calls = "trace=pwrite64,fsync,fdatasync,sendto,write,writev"
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "32", "-e", calls, "-o", str(seen), "-p", str(engine.pid)],
        stderr=subprocess.PIPE,
    )
    try:
        assert tracer.stderr
        assert b"attached" in tracer.stderr.readline()
        for number in range(WRITES):
            item = {
                "pk": {"S": f"{number}"},
                "sk": {"S": "A"},
                "doc": {"S": os.urandom(4000).hex()},
            }
            db.put_item(TableName=AUTH.name, Item=item)
        time.sleep(0.2)
    finally:
        tracer.send_signal(signal.SIGTERM)
        tracer.communicate()
        engine.stop()
    disk = Disk()
    for line in seen.read_text(errors="replace").splitlines():
        disk.follow(line)
    assert disk.too_early == []
    assert disk.answers >= WRITES
    assert disk.syncs >= WRITES
    assert disk.begun_anew
