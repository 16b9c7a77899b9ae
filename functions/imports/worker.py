"""One step of an import at a time: Lambda handler for the imports table's stream.

Each step ends by writing the job, and that write calls the next one: so an import of any size never
meets Lambda's 15 minutes, and one that was cut off goes on from where it last wrote.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from imports.apply.run import Taker
from imports.dry_run.check import Source, check
from imports.reading.sheets import MOST_BYTES
from imports.store.jobs import File, Job
from imports.store.staging import Staging
from shared.aws import dynamo, files, items
from shared.kernel.clock import Clock, StillClock
from shared.kernel.errors import FieldError, InvalidMany, Refusal
from shared.records.system_clock import SystemClock

from .dry_run import possible_duplicates
from .results import reports
from .store import checked_tables, corrections, jobs
from .undo import steps

STEP_SECONDS, LONGEST_STEP_SECONDS = 10.0, 300.0

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=work_on, processor=_processor, context=context
    )


def work_on(record: Any) -> None:
    """The step that a written job asks for, unless another has done it."""
    job = jobs.of_item(items.unmarshal(record.raw_event["dynamodb"]["NewImage"]))
    step = _STEPS.get(job.state)
    if step is None or jobs.get(job.import_id).version != job.version:
        return
    try:
        following = step(job, SystemClock())
    except Refusal as refusal:
        following = _failed(job, refusal.errors)
    try:
        dynamo.transact([jobs.saved(following)])
    except dynamo.ConditionFailed:
        return


def _checked(job: Job, clock: Clock) -> Job:
    with TemporaryDirectory() as folder:
        staged = Path(folder) / "staged.db"
        sources = _sources(job, Path(folder))
        with Staging(staged) as staging:
            check(jobs.caller(job), sources, staging, corrections.known(), StillClock(clock))
            checked_tables.keep(job, [checked_tables.of(table) for table in staging.tables()])
            counts = staging.counts()
            undecided = counts.get("members", {}).get("doubtful", 0)
            following = reports.keep_refused(job, staging, clock)
            reports.keep_changed(job, staging)
            reports.keep_doubtful(job, staging)
        files.put(_staged_key(job), staged)
    return following.model_copy(
        update={"state": "checked", "counts": counts, "undecided": undecided}
    )


def _sources(job: Job, folder: Path) -> list[Source]:
    """The files as they were sent; InvalidMany names those that were not, or are too large."""
    if faults := [fault for file in job.files for fault in _faults(file)]:
        raise InvalidMany(faults)
    sources = [Source(folder / str(n), file.name) for n, file in enumerate(job.files)]
    for file, source in zip(job.files, sources, strict=True):
        files.fetch(file.key, source.path)
    return sources


def _faults(file: File) -> Iterator[FieldError]:
    size = files.size(file.key)
    if size is None:
        yield FieldError("file", "file_missing", file.name)
    elif size > MOST_BYTES:
        yield FieldError("file", "file_too_large", file.name, {"limit": MOST_BYTES // 1024**2})


def _failed(job: Job, faults: Sequence[FieldError]) -> Job:
    return job.model_copy(update={"state": "failed", "faults": tuple(map(asdict, faults))})


def _taken(job: Job, clock: Clock) -> Job:
    """Take in rows for some seconds; the job behind the last of them."""
    begun = time.monotonic()
    with _staging(job) as staging:
        fetched = time.monotonic()
        end = fetched + step_seconds(fetched - begun)
        possible_duplicates.decide(job, staging)
        before = staging.waiting()
        with Taker(jobs.caller(job), job.import_id, staging, clock) as taker:
            finished = all(time.monotonic() < end for _ in taker.lots())
        done = job.done + before - staging.waiting()
        if not finished:
            return job.model_copy(update={"done": done})
        ended = {"state": "done", "counts": staging.counts(), "done": done, "total": done}
        return reports.keep_refused(job, staging, clock).model_copy(update=ended)


def step_seconds(copying: float) -> float:
    """How long a step takes rows in, so that copying them to and fro is a sixth of it at most."""
    return min(max(STEP_SECONDS, 10 * copying), LONGEST_STEP_SECONDS)


@contextmanager
def _staging(job: Job) -> Iterator[Staging]:
    """The rows of a job, and what is noted of them, kept when the block ends."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staged.db"
        files.fetch(_staged_key(job), path)
        with Staging(path) as staging:
            yield staging
        files.put(_staged_key(job), path)


def _staged_key(job: Job) -> str:
    return f"imports/{job.import_id}/staged.db"


def _undone(job: Job, clock: Clock) -> Job:
    return steps.step(job, clock, STEP_SECONDS)


_STEPS = {"checking": _checked, "running": _taken, "undoing": _undone}
