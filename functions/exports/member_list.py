"""Use cases: export a list that is larger than an answer may be, and ask how far it is.

The export is an item; writing it calls members.export_work by the table's stream, which writes the
next version with each chunk until the file is whole.
"""

from datetime import datetime

from members import service
from members.schemas import ListQuery, NewExport
from shared.aws import dynamo, files
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden
from shared.kernel.ids import new_id
from shared.kernel.messages import Language
from shared.records.audit import audit

from . import jobs, member_list_items
from .member_list_items import Export


def start(caller: Caller, new: NewExport, clock: Clock, language: Language) -> dict[str, object]:
    """Begin an export of the members that the filters find; audited."""
    if new.office and not caller.may_see(new.office):
        raise Forbidden("office", "other_office", new.office)
    now = clock.now()
    query = ListQuery(q=new.q, status=new.status, office=new.office, sort=new.sort)
    export = Export(
        export_id=new_id(),
        by=caller.name,
        offices=(new.office,) if new.office else caller.offices,
        query=query,
        columns=tuple(dict.fromkeys(new.columns)),
        language=language,
        created_at=timestamp(now),
        updated_at=timestamp(now),
        total=None if new.q else service.count(caller, new.status, new.office),
    )
    record = audit(
        caller, now, "members.export", f"export:{export.export_id}", columns=export.columns
    )
    dynamo.transact([member_list_items.save(export, now), record])
    return _shown(export, now)


def show(caller: Caller, export_id: str, clock: Clock) -> dict[str, object]:
    """How far one's own export is; once it is whole a link of 15 minutes, audited each time."""
    export = jobs.own(member_list_items.load(export_id), caller)
    now = clock.now()
    shown = _shown(export, now)
    if export.finished:
        record = audit(caller, now, "members.export_link", f"export:{export_id}", rows=export.rows)
        dynamo.transact([record])
        name = f"{'anggota' if export.language == 'id' else 'members'}-{export.created_at[:10]}.csv"
        shown["link"] = files.link("GET", export.file, now, name)
    return shown


def _shown(export: Export, now: datetime) -> dict[str, object]:
    return {
        "export_id": export.export_id,
        "status": export.status(now),
        "rows": export.rows,
        "total": export.total,
        "columns": export.columns,
        "created_at": export.created_at,
        "link": None,
    }
