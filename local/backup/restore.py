"""Putting a backup back as a DATA_DIR. Nothing that was there is deleted."""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.backup import DATABASE, MANIFEST, UNFINISHED, Unusable, balances
from local.backup.balances import Balances
from local.backup.copying import check_database, copy_file, files_under, sha256, sync_folders
from local.data_folder import DataFolder
from shared.kernel import durable


def restore(
    backup: Path, folder: Path, accounts_table: str, *, replace: bool = False
) -> tuple[Balances, Path | None]:
    """Make `folder` what it was; what is in it now, and where its earlier content lies.

    Unusable where the backup is not as it was made, or where the folder holds data and `replace` is
    not given; Misconfigured while Sapa runs on it.
    """
    manifest = _read(backup)
    _require_room(folder, replace)
    draft = folder.with_name(folder.name + UNFINISHED)
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(parents=True, mode=0o700)
    for name in manifest["files"]:
        copy_file(backup / name, draft / name)
    sync_folders(draft)
    found = _check(draft, manifest, accounts_table)
    return found, _swap(draft, folder)


def _read(backup: Path) -> Any:
    try:
        return json.loads((backup / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Unusable(f"{backup} is no backup, or not a whole one") from error


def _check(draft: Path, manifest: Any, accounts_table: str) -> Balances:
    for name, wanted in manifest["files"].items():
        if sha256(draft / name) != wanted:
            raise Unusable(f"{name} of the backup is not as it was made")
    check_database(draft / DATABASE)
    found = balances.of(draft / DATABASE, accounts_table)
    if found != Balances(**manifest["balances"]):
        raise Unusable(f"the accounts do not come to what the manifest says: {found}")
    return found


def _require_room(folder: Path, replace: bool) -> None:
    if _holds_data(folder) and not replace:
        raise Unusable(f"{folder} is not empty; with REPLACE=1 its content is moved aside")


def _holds_data(folder: Path) -> bool:
    return folder.exists() and files_under(folder) not in ([], [Path("lock")])


def _swap(draft: Path, folder: Path) -> Path | None:
    """Give the draft the folder's name, while no Sapa can begin on what is there."""
    with closing(DataFolder(folder)):
        aside = None
        if _holds_data(folder):
            aside = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
            durable.rename(folder, aside)
        else:
            shutil.rmtree(folder)
        durable.rename(draft, folder)
        return aside
