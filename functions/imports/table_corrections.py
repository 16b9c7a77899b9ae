"""Use cases: tables of an import as a clerk corrects them, and the corrections that are kept."""

from collections.abc import Iterator, Sequence

from imports.store.checked_tables import CheckedTable
from imports.store.corrections import Correction
from imports.store.jobs import ImportJob
from interchange.tables import IMPORT_KINDS, REQUIRED, ImportKind, fields_of
from shared.aws import dynamo, write
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock, timestamp
from shared.kernel.errors import Invalid, NotFound
from shared.records.audit import audit
from shared.web.cursor import seal, unseal

from . import ownership
from .schemas import Page, TableCorrection
from .store import checked_tables, corrections

MOST_AT_ONCE = 90


def list_tables(caller: Caller, import_id: str, page: Page) -> dict[str, object]:
    """A TableList."""
    job = ownership.load(caller, import_id)
    scope = f"tables {import_id} {job.checks}"
    after = unseal(page.cursor, scope)
    found = checked_tables.load_page(job, page.limit + 1, int(after) if after else None)
    items = found[: page.limit]
    more = seal(str(items[-1].number), scope) if len(found) > page.limit else None
    return {
        "items": [table.model_dump(exclude={"signature"}) for table in items],
        "next_cursor": more,
        "kinds": [{"kind": kind, "fields": _fields(kind)} for kind in IMPORT_KINDS],
    }


def _fields(kind: ImportKind) -> list[dict[str, object]]:
    return [{"field": name, "required": name in REQUIRED[kind]} for name in fields_of(kind)]


def correction_writes(
    caller: Caller, job: ImportJob, given: Sequence[TableCorrection], clock: Clock
) -> list[write.Write]:
    """The writes that keep corrections of an import's tables; Invalid names what is wrong."""
    numbers = [one.table for one in given]
    if repeated := next((number for number in numbers if numbers.count(number) > 1), None):
        raise Invalid("tables", "duplicate", repeated)
    there = checked_tables.load_some(job, numbers) if given else {}
    found: dict[str, Correction] = {}
    for number, one in enumerate(given):
        table = there.get(one.table)
        if table is None:
            raise Invalid(f"tables.{number}.table", "unknown", one.table)
        _refuse_impossible(f"tables.{number}.columns", table, one)
        for correction in _corrections(table, one, timestamp(clock.now()), caller.name):
            found[correction.correction_id] = correction
    if len(found) > MOST_AT_ONCE:
        raise Invalid("tables", "too_many", len(found), limit=MOST_AT_ONCE)
    return [corrections.save(correction) for correction in found.values()]


def _refuse_impossible(name: str, table: CheckedTable, one: TableCorrection) -> None:
    kind = one.kind or table.kind
    there = {column.heading: column.field for column in table.columns}
    fields = fields_of(kind)
    for heading, field in one.columns.items():
        if heading not in there:
            raise Invalid(name, "unknown", heading)
        if field is not None and field not in fields:
            raise Invalid(f"{name}.{heading}", "not_one_of", field, choices=", ".join(fields))
    taken = [*({**(there if kind == table.kind else {}), **one.columns}).values()]
    for field in filter(None, taken):
        if taken.count(field) > 1:
            raise Invalid(name, "column_twice", field)


def _corrections(
    table: CheckedTable, one: TableCorrection, at: str, by: str
) -> Iterator[Correction]:
    kind = one.kind or table.kind
    if kind != table.kind:
        headings = ", ".join(column.heading for column in table.columns)
        yield corrections.of_table(table.signature, kind, headings, at, by)
    for heading, field in one.columns.items():
        yield corrections.of_column(kind, heading, field, at, by)


def list_corrections(page: Page) -> dict[str, object]:
    """A CorrectionList."""
    found = corrections.load_page(page.limit + 1, unseal(page.cursor, "corrections"))
    items = found[: page.limit]
    more = seal(items[-1].correction_id, "corrections") if len(found) > page.limit else None
    return {"items": [correction.model_dump() for correction in items], "next_cursor": more}


def forget(caller: Caller, correction_id: str, clock: Clock) -> None:
    """Delete a correction: from the next check on headings are read as before it."""
    record = audit(caller, clock.now(), "import.forget", f"correction:{correction_id}")
    try:
        dynamo.transact([corrections.delete(correction_id), record])
    except dynamo.ConditionFailed as failed:
        raise NotFound("correction", correction_id) from failed
