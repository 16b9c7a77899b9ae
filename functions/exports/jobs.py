"""Exports: files larger than an answer may be, written chunk by chunk (docs/decisions/exports.md).

An export is an item. Each version of it calls its worker by the table's stream, which writes a
chunk as files of its own and the next version. It expires after a week, and so do its files.
"""

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Literal, TypeVar

from pydantic import BaseModel, Field

from shared.aws import dynamo, files, items, write
from shared.kernel.caller import Caller
from shared.kernel.clock import timestamp
from shared.kernel.errors import NotFound

Status = Literal["running", "done", "failed"]

KEPT = timedelta(days=7)
_GIVEN_UP = timedelta(minutes=15)


class Export(BaseModel, frozen=True):
    """What every export has: whose it is, how far it is, and where it goes on (`position`)."""

    version: int = Field(0, exclude=True)
    export_id: str
    by: str
    offices: tuple[str, ...]
    created_at: str
    updated_at: str
    finished: bool = False
    rows: int = 0
    total: int | None = None
    parts: int = 0
    position: str | None = None

    def status(self, now: datetime) -> Status:
        """One of which nothing was heard for long has failed: its chunk is a dead letter."""
        silent = now - datetime.fromisoformat(self.updated_at).astimezone(UTC)
        return "done" if self.finished else "failed" if silent > _GIVEN_UP else "running"


Some = TypeVar("Some", bound=Export)


def read(kind: type[Some], item: dynamo.Item) -> Some:
    """An export as a table keeps it."""
    kept = kind.model_validate_json(str(item["doc"]))
    return kept.model_copy(update={"version": item["v"]})


def own(export: Some, caller: Caller) -> Some:
    """The export, for who began it; NotFound for everybody else."""
    if export.by != caller.name:
        raise NotFound("export", export.export_id)
    return export


def saved(table: str, key: dynamo.Key, changed: Export, now: datetime) -> write.Write:
    """The next version (guard `export`): it is new, or as it was read."""
    pk, sk = key
    touched = changed.model_copy(update={"updated_at": timestamp(now)})
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "v": changed.version + 1,
        "ttl": int((now + KEPT).timestamp()),
        "doc": touched.model_dump_json(),
    }
    if changed.version:
        return write.put(table, item, version=changed.version, guard="export")
    return write.put(table, item, new=True, guard="export")


def called_for(record: Any, load: Callable[[dynamo.Item], Some]) -> Some | None:
    """The export that a stream's record calls for; None if it is gone, finished or further on."""
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    try:
        export = load(image)
    except NotFound:
        return None
    return None if export.finished or export.version != int(image["v"]) else export


def join(parts: Iterable[str], into: IO[bytes], folder: Path) -> None:
    """Write the kept files one behind the other, each by way of the folder."""
    piece = folder / "piece"
    for part in parts:
        if not files.fetch(part, piece):
            raise FileNotFoundError(part)
        with piece.open("rb") as file:
            shutil.copyfileobj(file, into)
