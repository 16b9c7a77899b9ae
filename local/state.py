"""Small files of the local run that must survive its death: written aside, synced, renamed."""

import json
import os
from pathlib import Path
from typing import Any


def load(path: Path) -> dict[str, Any]:
    """What save wrote; nothing where there is no file, or one that a dying disk left empty."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(path: Path, state: dict[str, Any]) -> None:
    """Put a state in place of the one before: after any death one of both is there, whole."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(state, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
