"""Makes the fixture of this folder: `python -m tests.data.data_dir_59ae755.make CHECKOUT`.

CHECKOUT is a clone at commit 59ae755 in which `make setup` was done. Its program is run on a new
DATA_DIR with the variables of `make run`, on three business days, and driven by the API alone. It
is then started once more, so that the schedules of a start have nothing left to do, and ended; that
DATA_DIR is data_dir.tar.xz. What the same program answers on a copy of it is expected.json.
"""

import json
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from . import cooperative, desk, files, ledgers
from .cooperative import Cooperative
from .program import Program, User, audited, linked, plain, running
from .questions import questions

COMMIT = "59ae755"
DAYS = ("2026-11-13", "2026-11-20", "2026-11-27")
TODAY = DAYS[-1]
STREAM_SECONDS = 2.0
"""They are read twice a second."""
HERE = Path(__file__).parent


def main() -> None:
    """Write both files of the fixture."""
    checkout = Path(sys.argv[1]).resolve()
    head = _git(checkout, "rev-parse", "HEAD")
    assert head.startswith(COMMIT), f"{checkout} is at {head}"
    assert not _git(checkout, "status", "--porcelain"), f"{checkout} was changed"
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        began = _now()
        made = fill(checkout, folder)
        until = _now()
        pack(folder, HERE / "data_dir.tar.xz")
        with started(checkout, folder, TODAY) as program:
            told = expected(program, made, began, until)
    (HERE / "expected.json").write_text(_lines(told), encoding="utf-8")


def fill(checkout: Path, folder: Path) -> Cooperative:
    """A DATA_DIR with all that the cooperative does."""
    made = Cooperative()
    first, second, third = DAYS
    with started(checkout, folder, first) as program:
        cooperative.found(program, made)
        cooperative.join(program, made)
        ledgers.open_accounts(program, made)
        ledgers.post_entries(program, made)
        desk.pause(program, made)
        desk.follow_up(program, made)
        files.import_files(program, made)
        desk.snapshot(program, "2026-10-31")
    with started(checkout, folder, second) as program:
        desk.remind(program, made)
        files.feed(program, made)
    with started(checkout, folder, third) as program:
        desk.pay_what_was_promised(program, made)
        desk.remind_again(program)
        desk.remind_tomorrow(program, made)
        files.check_more(program, made)
        files.export(program, made)
    with started(checkout, folder, third):
        pass
    return made


@contextmanager
def started(checkout: Path, folder: Path, today: str) -> Iterator[Program]:
    """The old program when the schedules of its start are done; the streams are read to their end
    before it is ended."""
    began = time.time()
    with running(checkout, checkout / ".venv/bin/python", folder, today) as program:
        while not _swept_since(folder / "schedules.json", began):
            time.sleep(0.1)
        time.sleep(STREAM_SECONDS)
        program.user().waited(f"/arrears/snapshots/{today}", "done")
        yield program
        time.sleep(STREAM_SECONDS)


def _swept_since(schedules: Path, began: float) -> bool:
    kept = json.loads(schedules.read_text()) if schedules.exists() else {}
    return any(
        "sweep" in name and datetime.fromisoformat(at).timestamp() >= began - 1
        for name, at in kept.items()
    )


def pack(folder: Path, archive: Path) -> None:
    """The folder as it is, without whose computer it is of."""

    def nobodys(one: tarfile.TarInfo) -> tarfile.TarInfo:
        one.uid = one.gid = 0
        one.uname = one.gname = ""
        return one

    with tarfile.open(archive, "w:xz", preset=9) as packed:
        packed.add(folder, "data", filter=nobodys)


def expected(
    program: Program, made: Cooperative, began: datetime, until: datetime
) -> dict[str, Any]:
    """All that the test compares with or sends again."""
    program.users["client"] = program.client(made.clients["situs cabang"])
    days = sorted({_business_date(moment) for moment in (began, until)})
    moment = until.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    audit = audited(program.user(), days, moment)
    asked = questions(program, made)
    return {
        "made": {
            "commit": COMMIT,
            "until": moment,
            "audit_days": days,
            "today": TODAY,
            "ttl": "epoch seconds of the real clock, whatever TODAY says",
        },
        "clients": made.clients,
        "members": made.members,
        "accounts": {name: made.id_of(name) for name in made.accounts},
        "imports": made.imports,
        "exports": made.exports,
        "fed": made.fed,
        "replays": made.replays,
        "audit": audit,
        "answers": [_answer(program.user(user), user, path) for user, path in asked],
    }


def _answer(user: User, name: str, path: str) -> dict[str, Any]:
    answer = user.asked(path)
    files = linked(user, answer)
    return {"as": name, "get": path, "answer": plain(path, answer)} | (
        {"files": files} if files else {}
    )


def _business_date(moment: datetime) -> str:
    return str(moment.astimezone(ZoneInfo("Asia/Jakarta")).date())


def _lines(told: dict[str, Any]) -> str:
    """JSON with a line for each thing, so that a difference can be read."""
    parts = []
    for name, value in told.items():
        each = (
            [f" {_json(one)}" for one in value]
            if isinstance(value, list)
            else [f" {_json(key)}: {_json(one)}" for key, one in value.items()]
        )
        begin, end = "[]" if isinstance(value, list) else "{}"
        rows = ",\n".join(each)
        parts.append(f"{_json(name)}: {begin}\n{rows}\n{end}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _now() -> datetime:
    return datetime.now(UTC)


def _git(checkout: Path, *words: str) -> str:
    command = ["git", "-C", str(checkout), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
