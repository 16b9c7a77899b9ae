"""An import as it is stored: which files were announced, how far it has come, who asked for it."""

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from imports import migration
from shared.aws import dynamo, write
from shared.kernel.caller import Caller, Role
from shared.kernel.errors import NotFound
from shared.kernel.ids import checked_id, id_before
from shared.kernel.messages import Language
from shared.kernel.settings import settings
from shared.records import migrations
from shared.records.keys import imports as keys

JobState = Literal[
    "uploading",
    "checking",
    "checked",
    "running",
    "done",
    "failed",
    "cancelling",
    "cancelled",
    "undoing",
    "undone",
]
Decision = Literal["new", "same", "skip"]
"""What somebody says of a doubtful row: a new member, the same person, or left out."""

GUARD = "import"
_RUN_BEGUN: frozenset[JobState] = frozenset({"running", "done", "undoing", "undone"})
RETENTION = timedelta(days=30)
"""How long files, lists of rows and undo records are kept, and so an import can be undone."""


class ImportFile(BaseModel, frozen=True):
    """A file that was announced: the name its sender gave it, and under which key it is kept."""

    name: str
    key: str


class RejectedFile(BaseModel, frozen=True):
    """The rejected rows of one file, kept as a file in each language.

    `file` is the name of the file that was sent, `ending` that of the file which is kept.
    """

    file: str
    ending: str
    rows: int
    written_at: str


class ImportJob(BaseModel):
    """An import.

    - `checks` counts how often its files were checked; lists of rows belong to one check.
    - `done` of `total` rows are dealt with in the run or the undo that is under way.
    - `faults` say why the import failed, or why it cannot be undone; `stopped_at` is the state in
      which it failed or was cancelled.
    - Of its doubtful rows `undecided` wait for a decision; `others` is decided of all that have no
      decision of their own.
    - `offices` are its maker's when it was announced: they say to whom it belongs. A step acts in
      `acting_offices`, of these those that its maker had left when it was asked for.
    - Undoing first looks for what stands in its way, then it is `removing`: while it looks it goes
      on before the undo record at `undo_position`.
    - `in_earlier_place`: it lies where imports lay until 0.2.0 (imports/migration.py), and is
      written there until it is moved.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    import_id: str
    state: JobState
    files: tuple[ImportFile, ...]
    counts: dict[str, dict[str, int]] = {}
    checks: int = 0
    done: int = 0
    total: int = 0
    faults: tuple[dict[str, Any], ...] = ()
    stopped_at: JobState | None = None
    refused_files: tuple[RejectedFile, ...] = ()
    undecided: int = 0
    others: Decision | None = None
    removing: bool = False
    undo_position: str | None = Field(None, alias="place")
    created_at: str
    created_by: str
    offices: tuple[str, ...] = ()
    acting_offices: tuple[str, ...] | None = Field(None, exclude_if=lambda value: value is None)
    role: Role | Literal["client"]
    version: int = Field(0, exclude=True)
    in_earlier_place: bool = Field(default=False, exclude=True)


def has_run(job: ImportJob) -> bool:
    """Whether rows of it were taken in, or may have been."""
    return (job.stopped_at or job.state) in _RUN_BEGUN


def caller_of(job: ImportJob) -> Caller:
    """Who announced the import: its rows are written, and reverted, in their name and offices."""
    offices = job.offices if job.acting_offices is None else job.acting_offices
    return Caller(job.created_by, job.role, frozenset(), offices, "import")


def load(import_id: str) -> ImportJob:
    """An import, or NotFound."""
    checked_id("import", import_id)
    table, item = settings().imports_table, None
    # In this order: an import that is moved between the two reads is found by the second.
    if not migrations.is_done(migration.NAME):
        item = dynamo.get(table, keys.earlier_job(import_id))
    item = item or dynamo.get(table, keys.job(import_id))
    if item is None:
        raise NotFound("import", import_id)
    return from_item(item)


def from_item(item: dynamo.Item) -> ImportJob:
    """Read an item."""
    job = ImportJob.model_validate_json(str(item["doc"]))
    earlier = item["pk"] == keys.EARLIER_JOBS
    return job.model_copy(update={"version": int(item["v"]), "in_earlier_place": earlier})


def load_page(limit: int, after: str | None) -> list[ImportJob]:
    """Imports behind the one with this id, the newest first."""
    table, items = settings().imports_table, list[dynamo.Item]()
    if not migrations.is_done(migration.NAME):
        items += dynamo.query(table, keys.EARLIER_JOBS, limit=limit, after=after, descending=True)
    before = dynamo.Between("", id_before(after)) if after else None
    items += dynamo.query(
        table, keys.LISTED, before, index=keys.BY_START, limit=limit, descending=True
    )
    found = {job.import_id: job for job in map(from_item, items)}
    return [found[import_id] for import_id in sorted(found, reverse=True)[:limit]]


def save(job: ImportJob) -> write.Write:
    """The write of an import over the version it was read as (guard `import`)."""
    pk, sk = keys.job(job.import_id)
    index = keys.by_start(job.import_id)
    if job.in_earlier_place:
        pk, sk = keys.earlier_job(job.import_id)
        index = {}
    doc = job.model_dump_json()
    item: dynamo.Item = {"pk": pk, "sk": sk, **index, "v": job.version + 1, "doc": doc}
    if job.version:
        return write.put(settings().imports_table, item, version=job.version, guard=GUARD)
    return write.put(settings().imports_table, item, new=True, guard=GUARD)


def count_beginning(job: ImportJob) -> int:
    """Count that the step which follows this version of an import begins; how often it has."""
    key = keys.beginnings(job.import_id, job.version)
    return dynamo.increment(settings().imports_table, key, ttl=expires_at(job))


def expires_at(job: ImportJob) -> int:
    """When what is stored beside the import itself expires, as its files do (epoch seconds)."""
    return int((datetime.fromisoformat(job.created_at) + RETENTION).timestamp())


def rejected_file_key(job: ImportJob, number: int, language: Language) -> str:
    """Under which key the file of rejected rows with this number is kept."""
    return f"imports/{job.import_id}/refused/{language}/{number}"
