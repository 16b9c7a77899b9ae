"""Use cases of the imports room: announce files, have them checked, have them taken in, look."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from imports.store.jobs import KEPT, File, Job
from interchange.tables import IMPORT_KINDS
from shared.aws import dynamo, files, write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.kernel.ids import new_id
from shared.kernel.messages import Language, say
from shared.records.audit import audit
from shared.web.cursor import seal, unseal

from .schemas import Checking, Decisions, NewImport, Page
from .store import jobs
from .table_corrections import corrected

_TAKEN = {"running", "done", "undoing", "undone"}
_INTERNAL = {"checks", "role", "offices", "removing", "place", "others"}
_REFUSED: dict[Language, str] = {"id": "ditolak", "en": "refused"}


def start(caller: Caller, new: NewImport, clock: Clock, language: Language) -> dict[str, object]:
    """An import that awaits its files (a StartedImport)."""
    if repeated := next((name for name in new.files if new.files.count(name) > 1), None):
        raise Invalid("files", "duplicate", repeated)
    import_id = new_id()
    kept = tuple(File(name=n, key=f"imports/{import_id}/{i}") for i, n in enumerate(new.files))
    job = Job(
        import_id=import_id,
        state="uploading",
        files=kept,
        created_at=timestamp(clock.now()),
        created_by=caller.name,
        role=caller.role,
        offices=caller.offices,
    )
    record = audit(caller, clock.now(), "import.start", f"import:{import_id}")
    dynamo.transact([jobs.saved(job), record])
    uploads = [{"name": f.name, "url": files.link("PUT", f.key, clock.now())} for f in kept]
    return {**shown(job, language), "uploads": uploads}


def check(
    caller: Caller, import_id: str, how: Checking, clock: Clock, language: Language
) -> dict[str, object]:
    """Begin the dry run; again, as often as wanted, until the rows are taken in."""
    job = jobs.get(import_id)
    if job.state in _TAKEN:
        raise Conflict("import", "import_taken")
    corrections = corrected(caller, job, how.tables, clock)
    anew = {
        "state": "checking",
        "checks": job.checks + 1,
        "counts": {},
        "faults": (),
        "others": None,
    }
    following = job.model_copy(update=anew | {"refused_files": ()})
    _next(caller, following, "import.check", clock, corrections)
    return shown(following, language)


def run(caller: Caller, import_id: str, clock: Clock, language: Language) -> dict[str, object]:
    """Begin to take in what the dry run accepted."""
    job = jobs.get(import_id)
    if job.state in _TAKEN:
        return shown(job, language)
    if job.state != "checked":
        raise Conflict("import", "import_not_checked")
    if job.undecided:
        raise Conflict("import", "import_undecided", job.undecided, count=job.undecided)
    total = _sum(job, "new", "changed", "doubtful")
    following = job.model_copy(update={"state": "running", "done": 0, "total": total})
    _next(caller, following, "import.run", clock, [])
    return shown(following, language)


def decide(
    caller: Caller, import_id: str, how: Decisions, clock: Clock, language: Language
) -> dict[str, object]:
    """Say of doubtful rows what they are, until the rows are taken in."""
    job = jobs.get(import_id)
    if job.state != "checked":
        raise Conflict("import", "import_not_checked")
    rows = jobs.kept_rows(job, "doubtful", list(how.rows))
    if absent := [row for row in how.rows if row not in rows]:
        raise Invalid("rows", "unknown", absent[0])
    first = sum(row["decision"] is None for row in rows.values())
    left = 0 if how.others or job.others else job.undecided - first
    following = job.model_copy(update={"undecided": left, "others": how.others or job.others})
    decided = {row: {**rows[row], "decision": what} for row, what in how.rows.items()}
    _next(caller, following, "import.decide", clock, jobs.written(job, "doubtful", decided))
    return shown(following, language)


def undo(caller: Caller, import_id: str, clock: Clock, language: Language) -> dict[str, object]:
    """Begin to undo an import, as long as nothing was built on it."""
    job = jobs.get(import_id)
    if job.state in {"undoing", "undone"}:
        return shown(job, language)
    if job.state != "done":
        raise Conflict("import", "import_not_done")
    if datetime.fromisoformat(job.created_at) < clock.now() - KEPT:
        raise Conflict("import", "import_too_old", days=KEPT.days)
    total = _sum(job, "taken", "updated")
    anew = {"state": "undoing", "done": 0, "total": total, "faults": (), "place": None}
    following = job.model_copy(update={**anew, "removing": False})
    _next(caller, following, "import.undo", clock, [])
    return shown(following, language)


def one(import_id: str, language: Language) -> dict[str, object]:
    """An Import."""
    return shown(jobs.get(import_id), language)


def listed(page: Page, language: Language) -> dict[str, object]:
    """An ImportList."""
    after = unseal(page.cursor, "imports")
    found = jobs.listed(page.limit + 1, after)
    items = found[: page.limit]
    more = seal(items[-1].import_id, "imports") if len(found) > page.limit else None
    return {"items": [shown(job, language) for job in items], "next_cursor": more}


def refused(import_id: str, page: Page, language: Language) -> dict[str, object]:
    """A RefusedList."""
    rows, more = _kept(import_id, "refused", page)
    said = [{**row, "faults": _said(row["faults"], language)} for row in rows]
    return {"items": said, "next_cursor": more}


def changed(import_id: str, page: Page) -> dict[str, object]:
    """A ChangedList."""
    rows, more = _kept(import_id, "changed", page)
    return {"items": rows, "next_cursor": more}


def doubtful(import_id: str, page: Page) -> dict[str, object]:
    """A DoubtfulList."""
    rows, more = _kept(import_id, "doubtful", page)
    others = jobs.get(import_id).others
    shown_rows = [{**row, "decision": row["decision"] or others} for row in rows]
    return {"items": shown_rows, "next_cursor": more}


def _sum(job: Job, *states: str) -> int:
    return sum(of.get(state, 0) for of in job.counts.values() for state in states)


def _kept(import_id: str, state: jobs.Listed, page: Page) -> tuple[list[jobs.Row], str | None]:
    job = jobs.get(import_id)
    scope = f"{state} {import_id} {job.checks}"
    found = jobs.kept(job, state, page.limit + 1, unseal(page.cursor, scope))
    items = found[: page.limit]
    more = seal(items[-1][0], scope) if len(found) > page.limit else None
    return [row for _, row in items], more


def refused_file(
    caller: Caller, import_id: str, number: int, clock: Clock, language: Language
) -> dict[str, object]:
    """A RefusedFile in the language of who asks: personal data in the clear, so it is audited."""
    job, now = jobs.get(import_id), clock.now()
    kept = job.refused_files[number] if number < len(job.refused_files) else None
    if kept is None or now - datetime.fromisoformat(kept.written_at) > KEPT:
        raise NotFound("file", str(number))
    dynamo.transact([audit(caller, now, "import.refused", f"import:{import_id}", file=number)])
    name = f"{Path(kept.file).stem} - {_REFUSED[language]}{kept.ending}"
    link = files.link("GET", jobs.refused_key(job, number, language), now, name)
    return {"name": name, "rows": kept.rows, "link": link}


def shown(job: Job, language: Language) -> dict[str, object]:
    """An Import as it is answered."""
    kept = job.model_dump(mode="json", exclude=_INTERNAL)
    names = [file.name for file in job.files]
    counts = {kind: job.counts[kind] for kind in IMPORT_KINDS if kind in job.counts}
    refused = [
        {"number": number, "file": one.file, "rows": one.rows}
        for number, one in enumerate(job.refused_files)
    ]
    return {
        **kept,
        "files": names,
        "counts": counts,
        "faults": _said(job.faults, language),
        "refused_files": refused,
    }


def _next(caller: Caller, job: Job, action: str, clock: Clock, more: list[write.Write]) -> None:
    record = audit(caller, clock.now(), action, f"import:{job.import_id}")
    try:
        dynamo.transact([jobs.saved(job), record, *more])
    except dynamo.ConditionFailed as failed:
        raise Conflict("import", "changed_meanwhile") from failed


def _said(faults: Iterable[dict[str, Any]], language: Language) -> list[dict[str, object]]:
    return [
        {
            "field": fault["field"],
            "column": fault.get("column"),
            "message": say(fault["code"], language, fault["params"]),
            "value": None if fault["value"] is None else str(fault["value"]),
        }
        for fault in faults
    ]
