"""Use cases: begin an export of everything or of the member list, and ask how far it is.

Writing an export calls exports.worker by the table's stream, step by step until its files are
whole.
"""

from datetime import datetime

from interchange.tables import TABLES
from members.schemas import ListQuery
from members.service import count
from shared.aws import dynamo, files
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import new_id
from shared.kernel.messages import Language
from shared.records.audit import audit

from . import repository
from .jobs import FileFormat, FullExport, MemberListExport
from .repository import AnyExport
from .schemas import NewExport


def start_full(caller: Caller, clock: Clock) -> dict[str, object]:
    """Begin an export of all that the caller may see; audited."""
    now = clock.now()
    export = FullExport(
        export_id=new_id(),
        by=caller.name,
        offices=caller.offices,
        created_at=timestamp(now),
        updated_at=timestamp(now),
        total=count(caller, None, None),
    )
    record = audit(caller, now, "cooperative.export", f"export:{export.export_id}")
    dynamo.transact([repository.save(export, now), record])
    return _full_answer(export, now)


def list_full(caller: Caller, clock: Clock) -> dict[str, object]:
    """The caller's own latest exports, newest first, without links."""
    now = clock.now()
    found = [one for one in repository.list_full(caller.name) if caller.covers(one.offices)]
    items = [_full_answer(export, now) for export in found]
    return {"items": items, "next_cursor": None}


def show_full(caller: Caller, export_id: str, clock: Clock) -> dict[str, object]:
    """How far one's own export is; once it is done, links that live 15 minutes (audited)."""
    export = _load(FullExport, caller, export_id)
    now = clock.now()
    answer = _full_answer(export, now)
    if export.finished:
        subject = f"export:{export_id}"
        dynamo.transact(
            [audit(caller, now, "cooperative.export_link", subject, rows=export.row_counts)]
        )
        answer["files"] = [_link(export, format_, now) for format_ in export.formats]
    return answer


def start_member_list(
    caller: Caller, new: NewExport, clock: Clock, language: Language
) -> dict[str, object]:
    """Begin an export of the members that the filters find; audited."""
    if new.office and not caller.may_see(new.office):
        raise Forbidden("office", "other_office", new.office)
    now = clock.now()
    export = MemberListExport(
        export_id=new_id(),
        by=caller.name,
        offices=(new.office,) if new.office else caller.offices,
        query=ListQuery(q=new.q, status=new.status, office=new.office, sort=new.sort),
        columns=tuple(dict.fromkeys(new.columns)),
        language=language,
        created_at=timestamp(now),
        updated_at=timestamp(now),
        total=None if new.q else count(caller, new.status, new.office),
    )
    record = audit(
        caller, now, "members.export", f"export:{export.export_id}", columns=export.columns
    )
    dynamo.transact([repository.save(export, now), record])
    return _member_list_answer(export, now)


def show_member_list(caller: Caller, export_id: str, clock: Clock) -> dict[str, object]:
    """How far one's own export is; once it is done, a link that lives 15 minutes (audited)."""
    export = _load(MemberListExport, caller, export_id)
    now = clock.now()
    answer = _member_list_answer(export, now)
    if export.finished:
        record = audit(
            caller, now, "members.export_link", f"export:{export_id}", rows=export.members
        )
        dynamo.transact([record])
        name = f"{'anggota' if export.language == 'id' else 'members'}-{export.created_at[:10]}.csv"
        answer["link"] = files.link("GET", export.file, now, name)
    return answer


def _load(kind: type[AnyExport], caller: Caller, export_id: str) -> AnyExport:
    """One's own export; NotFound where it holds offices that the caller has no longer."""
    export = repository.load(kind, caller.name, export_id)
    if not caller.covers(export.offices):
        raise NotFound("export", export_id)
    return export


def _link(export: FullExport, format_: FileFormat, now: datetime) -> dict[str, str]:
    name = f"sapa-{export.created_at[:10]}.{format_}"
    return {"name": name, "url": files.link("GET", export.file(format_), now, name)}


def _full_answer(export: FullExport, now: datetime) -> dict[str, object]:
    return {
        "export_id": export.export_id,
        "status": export.status(now),
        "stage": export.stage,
        "members": export.members,
        "total": export.total,
        "rows": {table.name: export.row_counts.get(table.name, 0) for table in TABLES},
        "created_at": export.created_at,
        "files": [],
    }


def _member_list_answer(export: MemberListExport, now: datetime) -> dict[str, object]:
    return {
        "export_id": export.export_id,
        "status": export.status(now),
        "rows": export.members,
        "total": export.total,
        "columns": export.columns,
        "created_at": export.created_at,
        "link": None,
    }
