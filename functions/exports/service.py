"""Use cases: export everything that the cooperative put in, and ask how far that is.

The export is an item; writing it calls imports.export_work by the table's stream, which writes the
next version with each step until its files are whole.
"""

from datetime import datetime

from interchange.tables import TABLES
from shared.aws import dynamo, files
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.ids import new_id
from shared.records.audit import audit

from . import jobs, repository
from .repository import Export, Format


def start(caller: Caller, clock: Clock) -> dict[str, object]:
    """Begin an export of all that the caller may see; audited."""
    from members.service import count

    now = clock.now()
    export = Export(
        export_id=new_id(),
        by=caller.name,
        offices=caller.offices,
        created_at=timestamp(now),
        updated_at=timestamp(now),
        total=count(caller, None, None),
    )
    record = audit(caller, now, "cooperative.export", f"export:{export.export_id}")
    dynamo.transact([repository.save(export, now), record])
    return _shown(export, now)


def listed(caller: Caller, clock: Clock) -> dict[str, object]:
    """The caller's own latest exports, newest first, without links."""
    own = [export for export in repository.listed() if export.by == caller.name]
    return {"items": [_shown(export, clock.now()) for export in own], "next_cursor": None}


def show(caller: Caller, export_id: str, clock: Clock) -> dict[str, object]:
    """How far one's own export is; once it is whole links of 15 minutes, audited each time."""
    export = jobs.own(repository.load(export_id), caller)
    now = clock.now()
    shown = _shown(export, now)
    if export.finished:
        subject = f"export:{export_id}"
        dynamo.transact([audit(caller, now, "cooperative.export_link", subject, rows=export.lines)])
        shown["files"] = [_link(export, format_, now) for format_ in export.formats]
    return shown


def _link(export: Export, format_: Format, now: datetime) -> dict[str, str]:
    name = f"sapa-{export.created_at[:10]}.{format_}"
    return {"name": name, "url": files.link("GET", export.file(format_), now, name)}


def _shown(export: Export, now: datetime) -> dict[str, object]:
    return {
        "export_id": export.export_id,
        "status": export.status(now),
        "stage": export.stage,
        "members": export.rows,
        "total": export.total,
        "rows": {table.name: export.lines.get(table.name, 0) for table in TABLES},
        "created_at": export.created_at,
        "files": [],
    }
