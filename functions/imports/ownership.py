"""Whose an import is, and in which offices it acts (docs/decisions/office-boundary.md)."""

from imports.store import jobs
from imports.store.jobs import ImportJob
from shared.kernel.caller import Caller
from shared.kernel.errors import Forbidden, NotFound


def load(caller: Caller, import_id: str) -> ImportJob:
    """An import that is the caller's; NotFound for any other, as if it were not there."""
    job = jobs.load(import_id)
    if not is_theirs(caller, job):
        raise NotFound("import", import_id)
    return job


def is_theirs(caller: Caller, job: ImportJob) -> bool:
    """Whether the caller made the import, or has all of its offices."""
    return caller.name == job.created_by or caller.covers(job.offices)


def acting_offices(caller: Caller, job: ImportJob) -> tuple[str, ...]:
    """The offices of the step that the caller asks for; Forbidden where its maker has none left.

    They are the import's, whoever asks; its maker may have fewer by now.
    """
    if caller.name != job.created_by or not caller.offices:
        return job.offices
    left = tuple(one for one in caller.offices if one in job.offices or not job.offices)
    if not left:
        raise Forbidden("import", "other_office")
    return left
