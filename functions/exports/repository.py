"""The exports table. An export's key begins with who began it, so nobody else finds it."""

from datetime import datetime, timedelta
from typing import TypeVar

from shared.aws import dynamo, write
from shared.kernel.clock import timestamp
from shared.kernel.errors import NotFound
from shared.kernel.ids import checked_id
from shared.kernel.settings import settings
from shared.records.keys import exports as keys

from . import earlier_tables
from .jobs import Export, FullExport, MemberListExport

KEPT_FOR = timedelta(days=7)
GUARD = "export"

_BY_KIND: dict[str, type[FullExport | MemberListExport]] = {
    kind.kind: kind for kind in (FullExport, MemberListExport)
}
_MAX_LISTED = 20

AnyExport = TypeVar("AnyExport", bound=Export)


def load(kind: type[AnyExport], by: str, export_id: str) -> AnyExport:
    """An export that this user or client began, or NotFound."""
    checked_id("export", export_id)
    item = dynamo.get(settings().exports_table, keys.export(by, kind.kind, export_id))
    item = item or earlier_tables.find(kind.kind, export_id)
    export = _from_item(kind, item) if item else None
    if export is None or export.by != by:
        raise NotFound("export", export_id)
    return export


def list_full(by: str) -> list[FullExport]:
    """The latest exports of everything that this user began, newest first."""
    prefix = dynamo.Prefix(keys.prefix(FullExport.kind))
    items = dynamo.query(
        settings().exports_table, keys.partition(by), prefix, limit=_MAX_LISTED, descending=True
    )
    items += earlier_tables.list_full(_MAX_LISTED - len(items))
    found = [_from_item(FullExport, item) for item in items]
    return [export for export in found if export.by == by]


def save(changed: Export, now: datetime) -> write.Write:
    """The write of the next version (guard `export`), refused if another step was faster."""
    pk, sk = keys.export(changed.by, changed.kind, changed.export_id)
    touched = changed.model_copy(update={"updated_at": timestamp(now)})
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "v": changed.version + 1,
        "ttl": int((now + KEPT_FOR).timestamp()),
        "doc": touched.model_dump_json(by_alias=True),
    }
    if changed.version:
        return write.put(settings().exports_table, item, version=changed.version, guard=GUARD)
    return write.put(settings().exports_table, item, new=True, guard=GUARD)


def to_continue(image: dynamo.Item) -> FullExport | MemberListExport | None:
    """The export whose version a stream record shows; None where it is gone, finished, or has a
    newer version already."""
    by, kind, export_id = keys.parse(str(image["pk"]), str(image["sk"]))
    try:
        export = load(_BY_KIND[kind], by, export_id)
    except NotFound:
        return None
    return None if export.finished or export.version != int(image["v"]) else export


def _from_item(kind: type[AnyExport], item: dynamo.Item) -> AnyExport:
    export = kind.model_validate_json(str(item["doc"]))
    return export.model_copy(update={"version": item["v"]})
