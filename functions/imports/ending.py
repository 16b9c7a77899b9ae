"""Imports that end before they are done, and the files that nobody needs any more."""

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import get_args

from imports.results import reports
from imports.store import jobs, staging_files
from imports.store.jobs import ImportJob
from shared.aws import files
from shared.aws.observability import logger
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldError
from shared.kernel.ids import new_id
from shared.kernel.messages import Language


def failed(job: ImportJob, faults: Sequence[FieldError]) -> ImportJob:
    """The import as it failed, for these faults."""
    kept = tuple(map(asdict, faults))
    at = job.stopped_at or job.state
    return job.model_copy(update={"state": "failed", "stopped_at": at, "faults": kept})


def broken(job: ImportJob, error: Exception) -> ImportJob:
    """The import as it failed for a fault of ours, under a reference by which the log has it.

    Where it happened is logged and not what the exception says, which may quote a person.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    what = {"import_id": job.import_id, "error": type(error).__name__, "where": where}
    return failed(job, [_logged("import_broken", what)])


def killed(job: ImportJob) -> ImportJob:
    """The import as it failed since its step ended its worker as often as it may."""
    return failed(job, [_logged("import_killed", {"import_id": job.import_id})])


def _logged(code: str, what: Mapping[str, object]) -> FieldError:
    reference = new_id()
    extra = {"reference": reference, "code": code, **what}
    logger().error("a step of an import failed", extra=extra)
    return FieldError("import", code, None, {"reference": reference})


def cancel_step(job: ImportJob, clock: Clock) -> ImportJob:
    """The import after it was cancelled; one whose undo was cancelled is `done` as before.

    What was taken in stays, and can be undone.
    """
    if job.stopped_at == "undoing":
        ended = {"state": "done", "stopped_at": None, "removing": False, "undo_position": None}
        return job.model_copy(update=ended)
    cancelled = job.model_copy(update={"state": "cancelled", "undecided": 0})
    if not jobs.has_run(job):
        return cancelled.model_copy(update={"counts": {}, "refused_files": ()})
    if not staging_files.is_there(job):
        return cancelled
    with staging_files.opened(job) as staging:
        counted = cancelled.model_copy(update={"counts": staging.counts()})
        return reports.store_rejected(counted, staging, clock)


def delete_unneeded_files(job: ImportJob) -> None:
    """Delete the files that nobody needs after an import ended.

    Of one that failed they are kept as long as it can be tried again. The files of rejected rows
    stay for their 30 days, unless it was cancelled before anything was taken in.
    """
    if job.state != "failed":
        for file in job.files:
            files.delete(file.key)
    if job.state != "failed" or not jobs.has_run(job):
        staging_files.delete(job)
    if job.state == "cancelled" and not jobs.has_run(job):
        for number in range(len(job.files)):
            for language in get_args(Language):
                files.delete(jobs.rejected_file_key(job, number, language))
