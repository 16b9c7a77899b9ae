"""A ZIP of files, as an export of Sapa is one: its tables, one after the other."""

import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from shared.kernel.errors import Invalid

MOST_UNPACKED = 1024 * 1024 * 1024
MOST_WORKBOOK = 200 * 1024 * 1024
MOST_TABLES = 500
ZIP_MARK = b"PK\x03\x04"
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a ZIP raises where it is damaged, encrypted or packed in an unknown way."""
_TABLES = {".csv", ".xlsx"}


def is_archive(file: IO[bytes]) -> bool:
    """Whether a ZIP holds files with tables, and is not a workbook itself."""
    try:
        with ZipFile(file) as archive:
            return bool(_tables(archive))
    except BadZipFile:
        return False


def unpacked(file: IO[bytes], name: str) -> Iterator[tuple[str, IO[bytes]]]:
    """(name, contents) of each table in a ZIP called `name`; nothing is written anywhere.

    Invalid where it holds more than may be unpacked, or another such ZIP; BROKEN where it ends
    early or is encrypted.
    """
    with ZipFile(file) as archive:
        tables = _tables(archive)
        if len(tables) > MOST_TABLES:
            raise Invalid("file", "too_many_tables", name, limit=MOST_TABLES)
        if sum(entry.file_size for entry in tables) > MOST_UNPACKED:
            raise Invalid("file", "file_unpacks_too_large", name, limit=MOST_UNPACKED // 1024**2)
        for entry in tables:
            inner = Path(entry.filename).name
            with archive.open(entry) as contents:
                is_zip = contents.read(len(ZIP_MARK)) == ZIP_MARK
                contents.seek(0)
                yield inner, _whole(contents, entry, inner) if is_zip else contents


def _whole(contents: IO[bytes], entry: ZipInfo, name: str) -> IO[bytes]:
    """A workbook, unpacked: it is read from all its ends, where a CSV is read as it comes."""
    if entry.file_size > MOST_WORKBOOK:
        raise Invalid("file", "file_too_large", name, limit=MOST_WORKBOOK // 1024**2)
    whole = io.BytesIO(contents.read())
    if is_archive(whole):
        raise Invalid("file", "zip_in_zip", name)
    whole.seek(0)
    return whole


def _tables(archive: ZipFile) -> Sequence[ZipInfo]:
    parts = archive.infolist()
    if any(part.filename.startswith("xl/workbook.") for part in parts):
        return ()
    return [part for part in parts if _is_table(Path(part.filename))]


def _is_table(inner: Path) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in inner.parts)
    return not hidden and inner.suffix.lower() in _TABLES
