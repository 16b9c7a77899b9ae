"""An import as it is kept: what was sent, how far it has come, and rows that are asked for."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, Field

from shared.aws import dynamo, write
from shared.kernel.caller import Caller, Role
from shared.kernel.errors import NotFound
from shared.kernel.ids import known_id
from shared.kernel.messages import Language
from shared.kernel.settings import settings

State = Literal[
    "uploading", "checking", "checked", "running", "done", "failed", "undoing", "undone"
]
Listed = Literal["refused", "changed", "doubtful"]
Decision = Literal["new", "same", "skip"]

JOBS = "JOBS"
GUARD = "import"
_ROWS_AT_ONCE = 90
KEPT = timedelta(days=30)
"""How long files, rows and deeds are kept, and so can be undone."""

Row = dict[str, Any]


class File(BaseModel, frozen=True):
    """A file that was announced: the name its sender gave it, and under which key it is kept."""

    name: str
    key: str


class RefusedFile(BaseModel, frozen=True):
    """The refused rows of a file that was sent, to be mended and sent again: in both languages."""

    file: str
    ending: str
    rows: int
    written_at: str


class Job(BaseModel, frozen=True):
    """An import: `done` of `total` rows are dealt with; `faults` are why it failed, or cannot be
    undone; `checks` counts how often its files were checked.

    Of doubtful rows so many are `undecided`; `others` is what is decided of those that have no
    decision of their own.

    Undoing looks at what was done before a `place`, then it is `removing` it.
    """

    import_id: str
    state: State
    files: tuple[File, ...]
    counts: dict[str, dict[str, int]] = {}
    checks: int = 0
    done: int = 0
    total: int = 0
    faults: tuple[dict[str, Any], ...] = ()
    refused_files: tuple[RefusedFile, ...] = ()
    undecided: int = 0
    others: Decision | None = None
    removing: bool = False
    place: str | None = None
    created_at: str
    created_by: str
    offices: tuple[str, ...] = ()
    role: Role | Literal["client"]
    version: int = Field(0, exclude=True)


def caller(job: Job) -> Caller:
    """Who asked for it: rows are taken in, and undone, as theirs."""
    return Caller(job.created_by, job.role, frozenset(), job.offices, "import")


def _table() -> str:
    return settings().imports_table


def get(import_id: str) -> Job:
    """An import, or NotFound."""
    known_id("import", import_id)
    item = dynamo.get(_table(), (JOBS, import_id))
    if item is None:
        raise NotFound("import", import_id)
    return of_item(item)


def of_item(item: dynamo.Item) -> Job:
    """Read an item."""
    job = Job.model_validate_json(str(item["doc"]))
    return job.model_copy(update={"version": int(item["v"])})


def listed(limit: int, after: str | None) -> list[Job]:
    """Imports, the newest first."""
    items = dynamo.query(_table(), JOBS, limit=limit, after=after, descending=True)
    return [of_item(item) for item in items]


def saved(job: Job) -> write.Write:
    """The write of a job over the version it was read as (guard `import`)."""
    item: dynamo.Item = {
        "pk": JOBS,
        "sk": job.import_id,
        "v": job.version + 1,
        "doc": job.model_dump_json(),
    }
    if job.version:
        return write.put(_table(), item, version=job.version, guard=GUARD)
    return write.put(_table(), item, new=True, guard=GUARD)


def expires(job: Job) -> int:
    """When what is kept of an import beside itself goes, as its files do (epoch seconds)."""
    return int((datetime.fromisoformat(job.created_at) + KEPT).timestamp())


def refused_key(job: Job, number: int, language: Language) -> str:
    """Under which key the file of refused rows with this number is kept."""
    return f"imports/{job.import_id}/refused/{language}/{number}"


def keep(job: Job, state: Listed, rows: Sequence[tuple[int, Row]]) -> None:
    """Keep rows by their numbers for whoever asks what became of them."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        dynamo.transact(written(job, state, dict(rows[start : start + _ROWS_AT_ONCE])))


def written(job: Job, state: Listed, rows: Mapping[int, Row]) -> list[write.Write]:
    """The writes of some rows of a list."""
    pk, ttl = _rows(job, state), expires(job)
    return [
        write.put(
            _table(),
            {
                "pk": pk,
                "sk": f"{row_id:012}",
                "ttl": ttl,
                "doc": json.dumps(row, ensure_ascii=False, default=str),
            },
        )
        for row_id, row in rows.items()
    ]


def all_kept(job: Job, state: Listed) -> list[Row]:
    """All rows of a list."""
    return [json.loads(str(item["doc"])) for item in dynamo.query(_table(), _rows(job, state))]


def kept_rows(job: Job, state: Listed, row_ids: Sequence[int]) -> dict[int, Row]:
    """Some rows of a list, 100 at most, by their numbers."""
    keys = [(_table(), (_rows(job, state), f"{row_id:012}")) for row_id in row_ids]
    items = dynamo.batch_get(keys)
    pairs = zip(row_ids, items, strict=True)
    return {row_id: json.loads(str(item["doc"])) for row_id, item in pairs if item}


def kept(job: Job, state: Listed, limit: int, after: str | None) -> list[tuple[str, Row]]:
    """(place, row), in the order of the files."""
    items = dynamo.query(_table(), _rows(job, state), limit=limit, after=after)
    return [(str(item["sk"]), json.loads(str(item["doc"]))) for item in items]


def _rows(job: Job, state: Listed) -> str:
    return f"{state.upper()}#{job.import_id}#{job.checks}"
