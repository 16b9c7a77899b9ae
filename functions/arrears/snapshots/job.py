"""Use cases: the snapshot of a day, taken in chunks that each call the next by the table's stream.

Starting is idempotent. A chunk goes from one version of the job to the next, so one that comes
twice, late or half-way died changes nothing; a job that got stuck goes on when it is started again.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from arrears.ageing import portfolio_summary
from shared.aws import dynamo, observability
from shared.aws.write import Write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Invalid, NotFound
from shared.records.audit import audit

from . import sources, stored_snapshots
from .stored_snapshots import SnapshotJob

STUCK_AFTER = timedelta(minutes=10)


def request(caller: Caller, day: date, clock: Clock) -> dict[str, object]:
    """Start the snapshot of a past day on somebody's behalf; how far it is."""
    if day >= clock.today():
        raise Invalid("date", "not_past", str(day))
    record = audit(caller, clock.now(), "snapshot.start", f"snapshot:{day}")
    return answer(start(day, clock, record))


def show(day: date) -> dict[str, object]:
    """How far the snapshot of a day is; NotFound where nobody started it."""
    job = stored_snapshots.job(day)
    if job is None:
        raise NotFound("snapshot", str(day))
    return answer(job)


def start(day: date, clock: Clock, *more: Write) -> SnapshotJob:
    """Start the snapshot of a day, or let it go on where it is stuck."""
    job, now = stored_snapshots.job(day), timestamp(clock.now())
    if job is None:
        new = SnapshotJob(day, "index" if day == clock.today() else "ledger", now, now)
        return _written([stored_snapshots.started(new), *more], new)
    stuck = clock.now() - datetime.fromisoformat(job.updated_at) > STUCK_AFTER
    if job.done or not stuck:
        return job
    again = replace(job, updated_at=now)
    return _written([stored_snapshots.moved(job, again), *more], again)


def _written(writes: list[Write], job: SnapshotJob) -> SnapshotJob:
    """The job; the one of somebody who was faster is as good."""
    try:
        dynamo.transact(writes)
    except (dynamo.ConditionFailed, dynamo.Contended):
        return stored_snapshots.job(job.day) or job
    return job


def take_next_chunk(day: date, version: int, clock: Clock) -> None:
    """Take the chunk behind this version of the job; nothing where that was done already."""
    job = stored_snapshots.job(day)
    if job is None or job.done or job.version != version or job.position is None:
        return
    read = {"index": sources.from_index, "ledger": sources.from_ledgers}[job.source]
    chunk = read(day, job.position)
    now = timestamp(clock.now())
    after = replace(
        job,
        updated_at=now,
        finished_at=None if chunk.position else now,
        position=chunk.position,
        parts=job.parts + bool(chunk.rows),
        accounts=job.accounts + len(chunk.rows),
        members=job.members + chunk.members,
        sums=portfolio_summary.with_rows(job.sums, chunk.rows, day),
    )
    writes = [stored_snapshots.moved(job, after)]
    if chunk.rows:
        writes.append(stored_snapshots.part(day, after.parts, chunk.rows))
    if after.done:
        writes.append(stored_snapshots.summary(after))
    try:
        dynamo.transact(writes)
    except dynamo.ConditionFailed:
        return
    if after.done and after.source == "index":
        observability.ran("snapshot")


def answer(job: SnapshotJob) -> dict[str, object]:
    """A Snapshot."""
    return {
        "date": str(job.day),
        "status": "done" if job.done else "running",
        "source": job.source,
        "started_at": job.started_at,
        "updated_at": job.updated_at,
        "finished_at": job.finished_at,
        "members": job.members,
        "accounts": job.accounts,
        "parts": job.parts,
    }
