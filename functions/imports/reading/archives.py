"""A ZIP of files, as an export of Sapa is one: its tables, one after the other."""

import shutil
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from shared.kernel.errors import Invalid

MOST_UNPACKED = 1024 * 1024 * 1024
_TABLES = {".csv", ".xlsx"}


def is_archive(path: Path) -> bool:
    """Whether a ZIP holds files with tables, and is not a workbook itself."""
    try:
        with ZipFile(path) as archive:
            return bool(_tables(archive))
    except BadZipFile:
        return False


def unpacked(path: Path, name: str) -> Iterator[Path]:
    """The tables in a ZIP called `name`, each there until the next is asked for.

    Invalid where it is broken, holds more than may be unpacked, or another such ZIP.
    """
    with TemporaryDirectory() as folder, ZipFile(path) as archive:
        tables = _tables(archive)
        if sum(entry.file_size for entry in tables) > MOST_UNPACKED:
            raise Invalid("file", "file_unpacks_too_large", name, limit=MOST_UNPACKED // 1024**2)
        for number, entry in enumerate(tables):
            file = Path(folder) / str(number) / Path(entry.filename).name
            file.parent.mkdir()
            try:
                with archive.open(entry) as packed, file.open("wb") as whole:
                    shutil.copyfileobj(packed, whole)
            except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
                raise Invalid("file", "file_broken", name) from error
            if is_archive(file):
                raise Invalid("file", "zip_in_zip", file.name)
            yield file
            file.unlink()


def _tables(archive: ZipFile) -> Sequence[ZipInfo]:
    parts = archive.infolist()
    if any(part.filename.startswith("xl/workbook.") for part in parts):
        return ()
    return [part for part in parts if _is_table(Path(part.filename))]


def _is_table(inner: Path) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in inner.parts)
    return not hidden and inner.suffix.lower() in _TABLES
