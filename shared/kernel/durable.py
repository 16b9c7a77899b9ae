"""Files that a power cut leaves whole: the old one or the new one, never half of one."""

import os
from pathlib import Path


def draft_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f"{path.name}.draft")


def replace(path: Path, content: bytes) -> None:
    """Give a file, readable by its owner only, this content."""
    draft = draft_of(path)
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    rename(draft, path)


def rename(old: Path, new: Path) -> None:
    """Give what is complete another name in its folder, in place of what has that name."""
    sync(old)
    old.replace(new)
    sync(new.parent)


def sync(path: Path) -> None:
    """Return once the disk has a file's content, or a folder's names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
