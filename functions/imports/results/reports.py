"""Storing what became of rows: lists to look at, and files of rejected rows to correct."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from imports.store import jobs, row_lists
from imports.store.jobs import ImportJob, RejectedFile
from imports.store.row_lists import ListedRow
from imports.store.staged_rows import PendingState
from imports.store.staging import Staging
from shared.aws import files
from shared.kernel.clock import Clock, timestamp
from shared.kernel.messages import Language

from . import rejected_files
from .rejected_files import heading_of

MOST_LISTED = 10_000


def store_rejected(job: ImportJob, staging: Staging, clock: Clock) -> ImportJob:
    """Store files of rejected rows and a list of the first 10,000; the import with its files."""
    _store_rejected_list(job, staging)
    found: list[RejectedFile] = []
    for language in get_args(Language):
        with TemporaryDirectory() as folder:
            found = []
            written = rejected_files.write(staging, Path(folder), language)
            for number, one in enumerate(written):
                files.put(jobs.rejected_file_key(job, number, language), one.path)
                at = timestamp(clock.now())
                kept = RejectedFile(file=one.file, ending=one.ending, rows=one.rows, written_at=at)
                found.append(kept)
    return job.model_copy(update={"refused_files": tuple(found)})


def _store_rejected_list(job: ImportJob, staging: Staging) -> None:
    tables = {table.number: table for table in staging.tables()}
    rows = []
    for row_id, row in staging.rejected(limit=MOST_LISTED):
        table = tables[row.source]
        faults = [{**asdict(f), "column": heading_of(f, table.heading)} for f in row.faults]
        position = {"file": table.file, "sheet": table.sheet, "line": row.line, "kind": row.kind}
        rows.append((row_id, {**position, "faults": faults}))
    row_lists.store(job, "refused", rows)


def store_changed(job: ImportJob, staging: Staging) -> None:
    """List the first 10,000 rows that change a member who is there."""
    rows = _members(staging, "changed")
    kept = [(one["row"], {**one, "changes": found["changes"]}) for one, found in rows]
    row_lists.store(job, "changed", kept)


def store_doubtful(job: ImportJob, staging: Staging) -> None:
    """List the first 10,000 rows that wait for somebody's decision."""
    rows = _members(staging, "doubtful")
    kept = [(one["row"], {**one, "twin": found, "decision": None}) for one, found in rows]
    row_lists.store(job, "doubtful", kept)


def _members(staging: Staging, state: PendingState) -> Iterator[tuple[ListedRow, ListedRow]]:
    """(A row as lists show it, what was found of it)."""
    tables = {table.number: table for table in staging.tables()}
    for row in staging.pending("members", MOST_LISTED, state):
        table = tables[row.source]
        position = {"row": row.id, "file": table.file, "sheet": table.sheet, "line": row.line}
        what = {"key": row.body["member"].get("member_no"), "name": row.body["member"]["name"]}
        yield {**position, "kind": row.kind, **what}, row.found or {}
