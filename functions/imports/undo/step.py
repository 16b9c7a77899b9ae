"""The step of undoing an import: first a pass that only looks, then one that reverts."""

import time
from collections.abc import Iterable
from dataclasses import asdict

from imports.store import undo_journal
from imports.store.jobs import ImportJob, caller_of
from imports.store.undo_journal import MemberChanged, UndoRecord
from shared.kernel.clock import Clock

from .revert import ImportRevert

STEP_SECONDS = 10.0
RECORDS_AT_ONCE = 100
MOST_FAULTS = 20


def undo_step(job: ImportJob, clock: Clock, seconds: float = STEP_SECONDS) -> ImportJob:
    """Look at undo records, or revert them, for some seconds; the import after it.

    It is `undoing` still, `undone`, or `done` as before with `faults` that say what depends on it.
    """
    revert = ImportRevert(caller_of(job), job.import_id, clock)
    began = time.monotonic()
    while job.state == "undoing" and time.monotonic() - began < seconds:
        job = _revert_some(job, revert) if job.removing else _look_at_some(job, revert)
    return job


def _look_at_some(job: ImportJob, revert: ImportRevert) -> ImportJob:
    records = undo_journal.load_last(job.import_id, RECORDS_AT_ONCE, job.undo_position)
    faults = (*job.faults, *map(asdict, revert.find_obstacles(records)))[:MOST_FAULTS]
    if len(records) >= RECORDS_AT_ONCE and len(faults) < MOST_FAULTS:
        return job.model_copy(update={"undo_position": records[-1].sort_key, "faults": faults})
    if faults:
        ended = {"state": "done", "undo_position": None, "faults": faults}
        return job.model_copy(update=ended)
    return job.model_copy(update={"removing": True, "undo_position": None})


def _revert_some(job: ImportJob, revert: ImportRevert) -> ImportJob:
    records = undo_journal.load_last(job.import_id, RECORDS_AT_ONCE)
    if not records:
        ended = {"state": "undone", "done": job.total, "counts": _all_undone(job.counts)}
        return job.model_copy(update=ended)
    reverted, obstacles = revert.revert(records)
    done = job.done + sum(count for record in reverted for count in record.counts.values())
    further = job.model_copy(update={"done": done, "counts": _counts(job, reverted)})
    if obstacles:
        faults = tuple(map(asdict, obstacles[:MOST_FAULTS]))
        return further.model_copy(update={"state": "done", "removing": False, "faults": faults})
    return further


def _all_undone(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """A step that was cut off has not counted what it reverted; now nothing is left."""
    found = {}
    for kind, states in counts.items():
        undone = sum(states.get(state, 0) for state in ("taken", "updated", "undone"))
        others = {s: n for s, n in states.items() if s not in {"taken", "updated", "undone"}}
        found[kind] = others | ({"undone": undone} if undone else {})
    return found


def _counts(job: ImportJob, reverted: Iterable[UndoRecord]) -> dict[str, dict[str, int]]:
    counts = {kind: dict(states) for kind, states in job.counts.items()}
    for record in reverted:
        before = "updated" if isinstance(record, MemberChanged) else "taken"
        for kind, number in record.counts.items():
            states = counts.setdefault(kind, {})
            states[before] = max(0, states.get(before, 0) - number)
            states["undone"] = states.get("undone", 0) + number
    return {k: {state: n for state, n in states.items() if n} for k, states in counts.items()}
