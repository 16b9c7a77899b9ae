"""Small JSON files that survive a crash."""

import json
from pathlib import Path
from typing import Any

from shared.kernel import durable


def load(path: Path) -> dict[str, Any]:
    """What save wrote; an empty dict where there is no file or it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(path: Path, state: dict[str, Any]) -> None:
    """Replace the state; after a crash at any moment the old or the new one is there, whole."""
    durable.replace(path, json.dumps(state).encode())
