"""The exports table: each export lies with who began it, so nobody else finds it."""

from datetime import datetime, timedelta
from typing import TypeVar

from shared.aws import dynamo, write
from shared.kernel.clock import timestamp
from shared.kernel.errors import NotFound
from shared.kernel.ids import known_id
from shared.kernel.settings import settings
from shared.records.keys import exports as keys

from . import earlier_places
from .jobs import Export, FullExport, MemberListExport

KEPT = timedelta(days=7)
GUARD = "export"

_KINDS: dict[str, type[FullExport | MemberListExport]] = {
    kind.kind: kind for kind in (FullExport, MemberListExport)
}
_MOST_LISTED = 20

Some = TypeVar("Some", bound=Export)


def load(kind: type[Some], by: str, export_id: str) -> Some:
    """An export that this user or client began, or NotFound."""
    known_id("export", export_id)
    item = dynamo.get(settings().exports_table, keys.export(by, kind.kind, export_id))
    item = item or earlier_places.find(kind.kind, export_id)
    export = _from_item(kind, item) if item else None
    if export is None or export.by != by:
        raise NotFound("export", export_id)
    return export


def list_full(by: str) -> list[FullExport]:
    """The latest exports of everything that this user began, newest first."""
    prefix = dynamo.Prefix(keys.prefix(FullExport.kind))
    items = dynamo.query(
        settings().exports_table, keys.partition(by), prefix, limit=_MOST_LISTED, descending=True
    )
    items += earlier_places.list_full(_MOST_LISTED - len(items))
    found = [_from_item(FullExport, item) for item in items]
    return [export for export in found if export.by == by]


def save(changed: Export, now: datetime) -> write.Write:
    """The next version (guard `export`): it is new, or as it was read."""
    pk, sk = keys.export(changed.by, changed.kind, changed.export_id)
    touched = changed.model_copy(update={"updated_at": timestamp(now)})
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "v": changed.version + 1,
        "ttl": int((now + KEPT).timestamp()),
        "doc": touched.model_dump_json(),
    }
    if changed.version:
        return write.put(settings().exports_table, item, version=changed.version, guard=GUARD)
    return write.put(settings().exports_table, item, new=True, guard=GUARD)


def called_for(image: dynamo.Item) -> FullExport | MemberListExport | None:
    """The export that a version in the stream calls for; None where it is gone, finished or
    further on."""
    by, kind, export_id = keys.parse(str(image["pk"]), str(image["sk"]))
    try:
        export = load(_KINDS[kind], by, export_id)
    except NotFound:
        return None
    return None if export.finished or export.version != int(image["v"]) else export


def _from_item(kind: type[Some], item: dynamo.Item) -> Some:
    kept = kind.model_validate_json(str(item["doc"]))
    return kept.model_copy(update={"version": item["v"]})
