"""Use cases that change an import: announce files, have them checked, applied, undone."""

from collections.abc import Sequence
from datetime import datetime

from imports.store import jobs, row_lists
from imports.store.jobs import RETENTION, ImportFile, ImportJob
from shared.aws import dynamo, files, write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, Invalid
from shared.kernel.ids import new_id
from shared.kernel.messages import Language
from shared.records.audit import audit

from . import ownership
from .answers import import_answer
from .schemas import Checking, Decisions, NewImport
from .table_corrections import correction_writes

_OVER = {"done", "undone"}


def start(caller: Caller, new: NewImport, clock: Clock, language: Language) -> dict[str, object]:
    """An import that awaits its files (a StartedImport)."""
    if repeated := next((name for name in new.files if new.files.count(name) > 1), None):
        raise Invalid("files", "duplicate", repeated)
    import_id = new_id()
    announced = tuple(
        ImportFile(name=name, key=f"imports/{import_id}/{number}")
        for number, name in enumerate(new.files)
    )
    job = ImportJob(
        import_id=import_id,
        state="uploading",
        files=announced,
        created_at=timestamp(clock.now()),
        created_by=caller.name,
        role=caller.role,
        offices=caller.offices,
    )
    record = audit(caller, clock.now(), "import.start", f"import:{import_id}")
    dynamo.transact([jobs.save(job), record])
    uploads = [
        {"name": file.name, "url": files.link("PUT", file.key, clock.now())} for file in announced
    ]
    return {**import_answer(job, language), "uploads": uploads}


def check(
    caller: Caller, import_id: str, how: Checking, clock: Clock, language: Language
) -> dict[str, object]:
    """Begin the dry run, as often as wanted until the import is run (an Import)."""
    job = ownership.load(caller, import_id)
    if jobs.has_run(job):
        raise Conflict("import", "import_taken")
    if job.state in {"cancelling", "cancelled"}:
        raise Conflict("import", "import_cancelled")
    corrections = correction_writes(caller, job, how.tables, clock)
    following = job.model_copy(
        update={
            "state": "checking",
            "acting_offices": ownership.acting_offices(caller, job),
            "checks": job.checks + 1,
            "counts": {},
            "faults": (),
            "stopped_at": None,
            "others": None,
            "refused_files": (),
        }
    )
    return _saved(caller, following, "import.check", clock, language, more=corrections)


def run(caller: Caller, import_id: str, clock: Clock, language: Language) -> dict[str, object]:
    """Begin to apply what the dry run accepted, or go on where that failed (an Import)."""
    job = ownership.load(caller, import_id)
    if job.state == "failed" and job.stopped_at == "running":
        offices = ownership.acting_offices(caller, job)
        again = {
            "state": "running",
            "acting_offices": offices,
            "stopped_at": None,
            "faults": (),
        }
        return _saved(caller, job.model_copy(update=again), "import.run", clock, language)
    if job.state in {"running", "undoing", *_OVER}:
        return import_answer(job, language)
    if job.state != "checked":
        raise Conflict("import", "import_not_checked")
    if job.undecided:
        raise Conflict("import", "import_undecided", job.undecided, count=job.undecided)
    total = _count(job, "new", "changed", "doubtful")
    offices = ownership.acting_offices(caller, job)
    begun = {"state": "running", "acting_offices": offices, "done": 0, "total": total}
    return _saved(caller, job.model_copy(update=begun), "import.run", clock, language)


def decide(
    caller: Caller, import_id: str, how: Decisions, clock: Clock, language: Language
) -> dict[str, object]:
    """Decide what doubtful rows are, until the import is run (an Import)."""
    job = ownership.load(caller, import_id)
    if job.state != "checked":
        raise Conflict("import", "import_not_checked")
    rows = row_lists.load_some(job, "doubtful", list(how.rows))
    if absent := [row for row in how.rows if row not in rows]:
        raise Invalid("rows", "unknown", absent[0])
    newly_decided = sum(row["decision"] is None for row in rows.values())
    left = 0 if how.others or job.others else job.undecided - newly_decided
    following = job.model_copy(update={"undecided": left, "others": how.others or job.others})
    decided = {row: {**rows[row], "decision": what} for row, what in how.rows.items()}
    decisions = row_lists.writes(job, "doubtful", decided)
    return _saved(caller, following, "import.decide", clock, language, more=decisions)


def undo(caller: Caller, import_id: str, clock: Clock, language: Language) -> dict[str, object]:
    """Begin to undo an import, unless it is too old (an Import)."""
    job = ownership.load(caller, import_id)
    if job.state in {"undoing", "undone"}:
        return import_answer(job, language)
    if job.state == "failed" and job.stopped_at != "undoing":
        raise Conflict("import", "import_not_done")
    if job.state not in {"done", "cancelled", "failed"} or not jobs.has_run(job):
        raise Conflict("import", "import_not_done")
    if datetime.fromisoformat(job.created_at) < clock.now() - RETENTION:
        raise Conflict("import", "import_too_old", days=RETENTION.days)
    following = job.model_copy(
        update={
            "state": "undoing",
            "acting_offices": ownership.acting_offices(caller, job),
            "done": 0,
            "total": _count(job, "taken", "updated"),
            "faults": (),
            "stopped_at": None,
            "undo_position": None,
            "removing": False,
        }
    )
    return _saved(caller, following, "import.undo", clock, language)


def cancel(caller: Caller, import_id: str, clock: Clock, language: Language) -> dict[str, object]:
    """Stop an import wherever it is; its worker puts things in order (an Import)."""
    job = ownership.load(caller, import_id)
    if job.state in {"cancelling", "cancelled"}:
        return import_answer(job, language)
    if job.state in _OVER:
        raise Conflict("import", "import_over")
    at = job.stopped_at or job.state
    following = job.model_copy(update={"state": "cancelling", "stopped_at": at, "faults": ()})
    return _saved(caller, following, "import.cancel", clock, language)


def _count(job: ImportJob, *states: str) -> int:
    return sum(of_kind.get(state, 0) for of_kind in job.counts.values() for state in states)


def _saved(
    caller: Caller,
    job: ImportJob,
    action: str,
    clock: Clock,
    language: Language,
    *,
    more: Sequence[write.Write] = (),
) -> dict[str, object]:
    """Save an import with its audit and more and answer it; Conflict where somebody was faster."""
    record = audit(caller, clock.now(), action, f"import:{job.import_id}")
    try:
        dynamo.transact([jobs.save(job), record, *more])
    except dynamo.ConditionFailed as failed:
        raise Conflict("import", "changed_meanwhile") from failed
    return import_answer(job, language)
