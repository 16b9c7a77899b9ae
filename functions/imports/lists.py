"""Use cases that look: at imports, at lists of their rows, at files of rejected rows."""

from datetime import datetime
from pathlib import Path

from imports.store import jobs, row_lists
from imports.store.jobs import RETENTION
from imports.store.row_lists import ListedRow
from shared.aws import dynamo, files
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import NotFound
from shared.kernel.messages import Language
from shared.records.audit import audit
from shared.records.keys.imports import RowList
from shared.web.cursor import seal, unseal

from .answers import fault_answers, import_answer
from .schemas import Page

_REJECTED: dict[Language, str] = {"id": "ditolak", "en": "refused"}


def show_import(import_id: str, language: Language) -> dict[str, object]:
    """An Import, or NotFound."""
    return import_answer(jobs.load(import_id), language)


def list_imports(page: Page, language: Language) -> dict[str, object]:
    """An ImportList."""
    after = unseal(page.cursor, "imports")
    found = jobs.load_page(page.limit + 1, after)
    items = found[: page.limit]
    more = seal(items[-1].import_id, "imports") if len(found) > page.limit else None
    return {"items": [import_answer(job, language) for job in items], "next_cursor": more}


def list_refused(import_id: str, page: Page, language: Language) -> dict[str, object]:
    """A RefusedList."""
    rows, more = _rows(import_id, "refused", page)
    items = [{**row, "faults": fault_answers(row["faults"], language)} for row in rows]
    return {"items": items, "next_cursor": more}


def list_changed(import_id: str, page: Page) -> dict[str, object]:
    """A ChangedList."""
    rows, more = _rows(import_id, "changed", page)
    return {"items": rows, "next_cursor": more}


def list_doubtful(import_id: str, page: Page) -> dict[str, object]:
    """A DoubtfulList."""
    rows, more = _rows(import_id, "doubtful", page)
    others = jobs.load(import_id).others
    items = [{**row, "decision": row["decision"] or others} for row in rows]
    return {"items": items, "next_cursor": more}


def show_refused_file(
    caller: Caller, import_id: str, number: int, clock: Clock, language: Language
) -> dict[str, object]:
    """A RefusedFile in the language of who asks: personal data in the clear, so it is audited."""
    job, now = jobs.load(import_id), clock.now()
    stored = job.refused_files[number] if number < len(job.refused_files) else None
    if stored is None or now - datetime.fromisoformat(stored.written_at) > RETENTION:
        raise NotFound("file", str(number))
    dynamo.transact([audit(caller, now, "import.refused", f"import:{import_id}", file=number)])
    name = f"{Path(stored.file).stem} - {_REJECTED[language]}{stored.ending}"
    link = files.link("GET", jobs.rejected_file_key(job, number, language), now, name)
    return {"name": name, "rows": stored.rows, "link": link}


def _rows(import_id: str, which: RowList, page: Page) -> tuple[list[ListedRow], str | None]:
    """(a page of a list, the cursor of the next one)."""
    job = jobs.load(import_id)
    scope = f"{which} {import_id} {job.checks}"
    found = row_lists.load_page(job, which, page.limit + 1, unseal(page.cursor, scope))
    items = found[: page.limit]
    more = seal(items[-1][0], scope) if len(found) > page.limit else None
    return [row for _, row in items], more
