"""Joins the stored parts of an export to one file."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from shared.aws import files


def join(parts: Iterable[str], into: IO[bytes], folder: Path) -> None:
    """Append the stored files `parts` to `into`, each downloaded to `folder` first.

    FileNotFoundError where one is missing.
    """
    download = folder / "piece"
    for part in parts:
        if not files.fetch(part, download):
            raise FileNotFoundError(part)
        with download.open("rb") as file:
            shutil.copyfileobj(file, into)
