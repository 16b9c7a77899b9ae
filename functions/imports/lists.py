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

from . import ownership
from .answers import fault_answers, import_answer
from .schemas import MAX_PAGE, Page

_MOST_ROUNDS = 4
_REJECTED: dict[Language, str] = {"id": "ditolak", "en": "refused"}


def show_import(caller: Caller, import_id: str, language: Language) -> dict[str, object]:
    """An Import, or NotFound."""
    return import_answer(ownership.load(caller, import_id), language)


def list_imports(caller: Caller, page: Page, language: Language) -> dict[str, object]:
    """An ImportList of the caller's; for who is bound to offices a page may be short and go on."""
    scope = f"imports:{caller.name}:{','.join(caller.offices)}"
    found, last = _theirs(caller, page.limit, unseal(page.cursor, scope))
    items = [import_answer(job, language) for job in found]
    return {"items": items, "next_cursor": seal(last, scope) if last else None}


def _theirs(
    caller: Caller, limit: int, after: str | None
) -> tuple[list[jobs.ImportJob], str | None]:
    """(imports of the caller's behind an id, the id behind which the next page begins)."""
    size = MAX_PAGE if caller.offices else limit
    found: list[jobs.ImportJob] = []
    for _ in range(_MOST_ROUNDS if caller.offices else 1):
        read = jobs.load_page(size + 1, after)
        for job in read[:size]:
            if ownership.is_theirs(caller, job):
                if len(found) == limit:
                    return found, after
                found.append(job)
            after = job.import_id
        if len(read) <= size:
            return found, None
    return found, after


def list_refused(
    caller: Caller, import_id: str, page: Page, language: Language
) -> dict[str, object]:
    """A RefusedList."""
    _, rows, more = _rows(caller, import_id, "refused", page)
    items = [{**row, "faults": fault_answers(row["faults"], language)} for row in rows]
    return {"items": items, "next_cursor": more}


def list_changed(caller: Caller, import_id: str, page: Page) -> dict[str, object]:
    """A ChangedList."""
    _, rows, more = _rows(caller, import_id, "changed", page)
    return {"items": rows, "next_cursor": more}


def list_doubtful(caller: Caller, import_id: str, page: Page) -> dict[str, object]:
    """A DoubtfulList."""
    job, rows, more = _rows(caller, import_id, "doubtful", page)
    items = [{**row, "decision": row["decision"] or job.others} for row in rows]
    return {"items": items, "next_cursor": more}


def show_refused_file(
    caller: Caller, import_id: str, number: int, clock: Clock, language: Language
) -> dict[str, object]:
    """A RefusedFile in the language of who asks: personal data in the clear, so it is audited."""
    job, now = ownership.load(caller, import_id), clock.now()
    stored = job.refused_files[number] if number < len(job.refused_files) else None
    if stored is None or now - datetime.fromisoformat(stored.written_at) > RETENTION:
        raise NotFound("file", str(number))
    dynamo.transact([audit(caller, now, "import.refused", f"import:{import_id}", file=number)])
    name = f"{Path(stored.file).stem} - {_REJECTED[language]}{stored.ending}"
    link = files.link("GET", jobs.rejected_file_key(job, number, language), now, name)
    return {"name": name, "rows": stored.rows, "link": link}


def _rows(
    caller: Caller, import_id: str, which: RowList, page: Page
) -> tuple[jobs.ImportJob, list[ListedRow], str | None]:
    """(the import, a page of a list, the cursor of the next one)."""
    job = ownership.load(caller, import_id)
    scope = f"{which} {import_id} {job.checks}"
    found = row_lists.load_page(job, which, page.limit + 1, unseal(page.cursor, scope))
    items = found[: page.limit]
    more = seal(items[-1][0], scope) if len(found) > page.limit else None
    return job, [row for _, row in items], more
