"""The next step of an export of everything, called by the imports table's stream.

Lambda handler for a batch of EXPORTS items. A step reads a chunk of members into files of its own,
and the last two make the archive and the workbook of these. A record that comes again, or late,
finds another version and does nothing. Failed records are answered as batchItemFailures.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from interchange import spreadsheet
from interchange.tables import TABLES, Name, Value
from members import listing
from members.schemas import ListQuery
from shared.aws import dynamo, files
from shared.records.system_clock import SystemClock

from . import archive, jobs, reading, repository, workbook
from . import rows as export_rules
from .repository import Export

PAGES = 20
_IN_ORDER = ListQuery(sort="member_no", limit=reading.MEMBERS_AT_ONCE)

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=work_on, processor=_processor, context=context
    )


def work_on(record: Any) -> None:
    """Do the step that this version of the export is at."""
    export = jobs.called_for(record, lambda item: repository.load(repository.id_of(item)))
    if export is None:
        return
    with TemporaryDirectory() as folder:
        after = _STEPS[export.stage](export, Path(folder))
    dynamo.transact([repository.save(after, SystemClock().now())])
    if after.finished:
        for part in after.all_parts:
            files.delete(part)


def _read(export: Export, folder: Path) -> Export:
    """The next members as parts of the tables; what the export is after them."""
    counts, read, position = Counter(export.lines), export.rows, export.position
    with ExitStack() as stack:
        paths = {table.name: folder / table.name for table in TABLES}
        parts = {
            name: stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in paths.items()
        }
        for member_ids, position in _pages(export):  # noqa: B007 (the last one stays)
            for known in reading.known(member_ids):
                read += 1
                for name, row in export_rules.lines(known):
                    counts[name] += 1
                    parts[name].write(_line(name, row))
    for table in TABLES:
        files.put(export.part(table, export.parts), paths[table.name])
    return export.model_copy(
        update={
            "rows": read,
            "lines": dict(counts),
            "parts": export.parts + 1,
            "position": position,
            "stage": "reading" if position else "archive",
        }
    )


def _pages(export: Export) -> Iterator[tuple[list[str], str | None]]:
    """Ids of members by their numbers and where they end, until the chunk is full."""
    position = export.position
    for _ in range(PAGES):
        page = listing.rows(_IN_ORDER, export.offices, position)
        position = page.next_position
        yield [json.loads(row)["member_id"] for row in page.rows], position
        if position is None:
            return


def _line(name: Name, row: Sequence[Value]) -> str:
    kinds = _KINDS[name]
    cells = ["" if cell is None else str(cell) for cell in row]
    shown = [
        export_rules.rate(cell) if cell and kind == "rate" else cell
        for cell, kind in zip(cells, kinds, strict=True)
    ]
    return spreadsheet.lines([shown], archive.SEPARATOR)


def _archive(export: Export, folder: Path) -> Export:
    files.put(export.file("zip"), archive.write(export, folder))
    if "xlsx" in export.formats:
        return export.model_copy(update={"stage": "workbook"})
    return export.model_copy(update={"finished": True})


def _workbook(export: Export, folder: Path) -> Export:
    files.put(export.file("xlsx"), workbook.write(export, folder))
    return export.model_copy(update={"finished": True})


_KINDS = {table.name: [column.kind for column in table.columns] for table in TABLES}
_STEPS = {"reading": _read, "archive": _archive, "workbook": _workbook}
