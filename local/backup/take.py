"""Taking a backup, beside a Sapa that runs or not."""

import json
import shutil
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from local.backup import DATABASE, MANIFEST, UNFINISHED, Unusable, balances
from local.backup.balances import Balances
from local.backup.copying import copy_database, copy_file, files_under, sha256, sync_folders
from local.streams import CHECKPOINTS
from shared.kernel import durable

_PREFIX = "sapa-"
_OF_A_RUN = {"lock", "engine.pid", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"}


def take(folder: Path, out: Path, accounts_table: str, version: str) -> tuple[Path, Balances]:
    """A new backup of DATA_DIR in `out`, whole or not at all; where it is, and what is in it.

    The order makes it consistent: how far the streams and schedules have come is copied before the
    database, so that a restored Sapa delivers twice rather than never (consumers take it), and the
    files behind it, so that each file that the database names is there.
    """
    if not (folder / DATABASE).exists():
        raise Unusable(f"{folder} holds no data of Sapa")
    if out.is_relative_to(folder):
        raise Unusable(f"{out} lies in the folder that is backed up")
    made_at = datetime.now(UTC)
    whole = out / f"{_PREFIX}{made_at:%Y%m%dT%H%M%S.%fZ}"
    draft = whole.with_name(whole.name + UNFINISHED)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft.mkdir(mode=0o700)
    try:
        _copy(folder, draft)
        found = balances.of(draft / DATABASE, accounts_table)
        manifest = {
            "made_at": made_at.isoformat(),
            "version": version,
            "balances": asdict(found),
            "files": {path.as_posix(): sha256(draft / path) for path in files_under(draft)},
        }
        sync_folders(draft)
        durable.replace(draft / MANIFEST, json.dumps(manifest, indent=1).encode())
        durable.rename(draft, whole)
    except BaseException:
        shutil.rmtree(draft)
        raise
    return whole, found


def forget_all_but(out: Path, newest: int) -> list[Path]:
    """Delete whole backups but the newest so many; those that are gone."""
    old = sorted(path.parent for path in out.glob(f"{_PREFIX}*Z/{MANIFEST}"))[:-newest]
    for path in old:
        shutil.rmtree(path)
    return old


def _copy(folder: Path, draft: Path) -> None:
    own = [path for path in files_under(folder) if path.name not in _OF_A_RUN]
    states = [path for path in own if path.parent == Path()]
    for path in sorted(states, key=lambda path: path.name != CHECKPOINTS):
        _copy_if_there(folder / path, draft / path)
    copy_database(folder / DATABASE, draft / DATABASE)
    for path in files_under(folder):
        if path.parent != Path() and path.suffix != ".draft":
            _copy_if_there(folder / path, draft / path)


def _copy_if_there(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        copy_file(source, target)
