"""Keeping what became of rows: lists to look at, and files of refused rows to mend."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from imports.store import jobs
from imports.store.jobs import Job, RefusedFile
from imports.store.staged_rows import Waiting
from imports.store.staging import Staging
from shared.aws import files
from shared.kernel.clock import Clock, timestamp
from shared.kernel.messages import Language

from . import rejected_files
from .rejected_files import heading_of

MOST_LISTED = 10_000


def keep_refused(job: Job, staging: Staging, clock: Clock) -> Job:
    """The job with its files of refused rows; the first 10,000 rows are listed too."""
    _list_refused(job, staging)
    found: list[RefusedFile] = []
    for language in get_args(Language):
        with TemporaryDirectory() as folder:
            found = []
            for number, one in enumerate(rejected_files.write(staging, Path(folder), language)):
                files.put(jobs.refused_key(job, number, language), one.path)
                at = timestamp(clock.now())
                kept = RefusedFile(file=one.file, ending=one.ending, rows=one.rows, written_at=at)
                found.append(kept)
    return job.model_copy(update={"refused_files": tuple(found)})


def _list_refused(job: Job, staging: Staging) -> None:
    tables = {table.number: table for table in staging.tables()}
    rows = []
    for row_id, row in staging.refused(limit=MOST_LISTED):
        table = tables[row.source]
        faults = [{**asdict(f), "column": heading_of(f, table.heading)} for f in row.faults]
        place = {"file": table.file, "sheet": table.sheet, "line": row.line, "kind": row.kind}
        rows.append((row_id, {**place, "faults": faults}))
    jobs.keep(job, "refused", rows)


def keep_changed(job: Job, staging: Staging) -> None:
    """List the first 10,000 rows that change a member who is there."""
    rows = _members(staging, "changed")
    kept = [(one["row"], {**one, "changes": found["changes"]}) for one, found in rows]
    jobs.keep(job, "changed", kept)


def keep_doubtful(job: Job, staging: Staging) -> None:
    """List the first 10,000 rows that wait for somebody's decision."""
    rows = _members(staging, "doubtful")
    kept = [(one["row"], {**one, "twin": found, "decision": None}) for one, found in rows]
    jobs.keep(job, "doubtful", kept)


def _members(staging: Staging, state: Waiting) -> Iterator[tuple[jobs.Row, jobs.Row]]:
    """(A row as lists show it, what was found of it)."""
    tables = {table.number: table for table in staging.tables()}
    for row in staging.fresh("members", MOST_LISTED, state):
        table = tables[row.source]
        place = {"row": row.id, "file": table.file, "sheet": table.sheet, "line": row.line}
        what = {"key": row.body["member"].get("member_no"), "name": row.body["member"]["name"]}
        yield {**place, "kind": row.kind, **what}, row.found or {}
