"""The parts of an export become one file."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from shared.aws import files


def join(parts: Iterable[str], into: IO[bytes], folder: Path) -> None:
    """Write the kept files one behind the other, each by way of the folder."""
    piece = folder / "piece"
    for part in parts:
        if not files.fetch(part, piece):
            raise FileNotFoundError(part)
        with piece.open("rb") as file:
            shutil.copyfileobj(file, into)
