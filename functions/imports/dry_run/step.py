"""The step of a dry run: all of the files at once, since a row may need any other row."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from imports.reading.sheets import MOST_BYTES
from imports.results import reports
from imports.store import checked_tables, corrections, staging_files
from imports.store.jobs import ImportFile, ImportJob, caller_of
from imports.store.staging import Staging
from shared.aws import files
from shared.kernel.clock import Clock, StillClock
from shared.kernel.errors import FieldError, InvalidMany

from .check import Source, check


def check_step(job: ImportJob, clock: Clock) -> ImportJob:
    """Check the files and store what became of each row; the import after it, `checked`.

    InvalidMany names files that were not sent, or are too large; Invalid one that cannot be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staged.db"
        sources = _fetch(job, Path(folder))
        with Staging(path) as staging:
            check(caller_of(job), sources, staging, corrections.load_all(), StillClock(clock))
            tables = [checked_tables.from_staged(table) for table in staging.tables()]
            checked_tables.store(job, tables)
            counts = staging.counts()
            following = reports.store_rejected(job, staging, clock)
            reports.store_changed(job, staging)
            reports.store_doubtful(job, staging)
        staging_files.keep(job, path)
    undecided = counts.get("members", {}).get("doubtful", 0)
    return following.model_copy(
        update={"state": "checked", "counts": counts, "undecided": undecided}
    )


def _fetch(job: ImportJob, folder: Path) -> list[Source]:
    """The files as they were sent; InvalidMany names those that were not, or are too large."""
    if faults := [fault for file in job.files for fault in _faults(file)]:
        raise InvalidMany(faults)
    sources = [Source(folder / str(n), file.name) for n, file in enumerate(job.files)]
    for file, source in zip(job.files, sources, strict=True):
        files.fetch(file.key, source.path)
    return sources


def _faults(file: ImportFile) -> Iterator[FieldError]:
    size = files.size(file.key)
    if size is None:
        yield FieldError("file", "file_missing", file.name)
    elif size > MOST_BYTES:
        yield FieldError("file", "file_too_large", file.name, {"limit": MOST_BYTES // 1024**2})
