"""Copies that are on the disk before anybody relies on them, for their owner only."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from local.backup import Unusable
from shared.kernel import durable


def copy_file(source: Path, target: Path) -> None:
    """Copy a file into a folder that is made where it is missing."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make(target)
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written)
    durable.sync(target)


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: the file as of one moment, whoever writes to it meanwhile.

    All pages in one step are one read transaction. Writers go on beside it (WAL); what they write
    meanwhile stays in the write-ahead log until this has ended.
    """
    _make(target)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        written.execute("PRAGMA synchronous = OFF")  # it is synced once, when it is whole
        read.backup(written)
    check_database(target)
    durable.sync(target)


def check_database(path: Path) -> None:
    """Unusable unless SQLite finds the file whole."""
    with closing(sqlite3.connect(path)) as file:
        found = [text for (text,) in file.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise Unusable(f"{path.name} is damaged: {found[0]}")


def sync_folders(folder: Path) -> None:
    """Return once the disk has the names of everything in a folder."""
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        durable.sync(path)


def sha256(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_under(folder: Path) -> list[Path]:
    """Every file, by its path within the folder."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
