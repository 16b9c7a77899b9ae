"""The steps of undoing an import: first the pass that only looks, then the one that undoes."""

import time
from collections.abc import Iterable
from dataclasses import asdict

from imports.store import undo_journal
from imports.store.jobs import Job, caller
from imports.store.undo_journal import Deed, MemberChanged
from shared.kernel.clock import Clock

from .revert import Undoer

DEEDS_AT_ONCE = 100
MOST_FAULTS = 20


def step(job: Job, clock: Clock, seconds: float) -> Job:
    """Go on for some seconds; the job behind it."""
    undoer = Undoer(caller(job), job.import_id, clock)
    began = time.monotonic()
    while job.state == "undoing" and time.monotonic() - began < seconds:
        job = _undone(job, undoer) if job.removing else _looked_at(job, undoer)
    return job


def _looked_at(job: Job, undoer: Undoer) -> Job:
    deeds = undo_journal.last(job.import_id, DEEDS_AT_ONCE, job.place)
    faults = (*job.faults, *map(asdict, undoer.look(deeds)))[:MOST_FAULTS]
    if len(deeds) == DEEDS_AT_ONCE and len(faults) < MOST_FAULTS:
        return job.model_copy(update={"place": deeds[-1].place, "faults": faults})
    if faults:
        return job.model_copy(update={"state": "done", "place": None, "faults": faults})
    return job.model_copy(update={"removing": True, "place": None})


def _undone(job: Job, undoer: Undoer) -> Job:
    deeds = undo_journal.last(job.import_id, DEEDS_AT_ONCE)
    if not deeds:
        return job.model_copy(
            update={"state": "undone", "done": job.total, "counts": _all_undone(job.counts)}
        )
    undone, found = undoer.undo(deeds)
    done = job.done + sum(count for deed in undone for count in deed.counts.values())
    further = job.model_copy(update={"done": done, "counts": _counts(job, undone)})
    if found:
        faults = tuple(map(asdict, found[:MOST_FAULTS]))
        return further.model_copy(update={"state": "done", "removing": False, "faults": faults})
    return further


def _all_undone(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """A step that was cut off has not counted what it undid; now nothing is left."""
    found = {}
    for kind, states in counts.items():
        undone = sum(states.get(state, 0) for state in ("taken", "updated", "undone"))
        others = {s: n for s, n in states.items() if s not in {"taken", "updated", "undone"}}
        found[kind] = others | ({"undone": undone} if undone else {})
    return found


def _counts(job: Job, undone: Iterable[Deed]) -> dict[str, dict[str, int]]:
    counts = {kind: dict(states) for kind, states in job.counts.items()}
    for deed in undone:
        before = "updated" if isinstance(deed, MemberChanged) else "taken"
        for kind, number in deed.counts.items():
            states = counts.setdefault(kind, {})
            states[before] = states.get(before, 0) - number
            states["undone"] = states.get("undone", 0) + number
    return {k: {state: n for state, n in states.items() if n} for k, states in counts.items()}
