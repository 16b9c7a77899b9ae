"""The step of a run: rows are applied for some seconds."""

import time

from imports.results import reports
from imports.store import staging_files
from imports.store.jobs import ImportJob, caller_of
from shared.kernel.clock import Clock

from .decisions import apply_decisions
from .run import apply_rows

STEP_SECONDS, LONGEST_STEP_SECONDS = 10.0, 300.0


def run_step(job: ImportJob, clock: Clock) -> ImportJob:
    """Apply rows for as long as copying the staging file is worth; the import after it.

    It is `running` still, or `done` with its last reports.
    """
    begun = time.monotonic()
    with staging_files.opened(job) as staging:
        fetched = time.monotonic()
        end = fetched + step_seconds(fetched - begun)
        apply_decisions(job, staging)
        before = staging.count_pending()
        is_finished = apply_rows(
            caller_of(job), job.import_id, staging, clock, lambda: time.monotonic() >= end
        )
        done = job.done + before - staging.count_pending()
        if not is_finished:
            return job.model_copy(update={"done": done})
        staging.refuse_detached()
        ended = {"state": "done", "counts": staging.counts(), "done": done, "total": done}
        return reports.store_rejected(job, staging, clock).model_copy(update=ended)


def step_seconds(copying: float) -> float:
    """How long rows are applied, so that copying them to and fro is a sixth of a step at most."""
    return min(max(STEP_SECONDS, 10 * copying), LONGEST_STEP_SECONDS)
