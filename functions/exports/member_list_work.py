"""The next chunk of an export, called by the members table's stream for each version of it.

Lambda handler for a batch of EXPORT items. A chunk is a file of its own; the last call joins them.
A record that comes again, or late, finds another version and does nothing. Failed records are
answered as batchItemFailures.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from interchange import spreadsheet
from members import listing
from shared.aws import dynamo, files
from shared.records.cooperative import cooperative
from shared.records.system_clock import SystemClock

from . import jobs, member_list_items, member_list_rules
from .member_list_items import Export

PAGE = 500
PAGES = 10

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def work_on(record: Any) -> None:
    """Write the chunk that this version of the export is at."""
    export = jobs.called_for(
        record, lambda item: member_list_items.load(member_list_items.id_of(item))
    )
    if export is None:
        return
    with TemporaryDirectory() as folder:
        after = _chunk(export, Path(folder))
        if after.position is None:
            _join(after, Path(folder))
            after = after.model_copy(update={"finished": True})
    dynamo.transact([member_list_items.save(after, SystemClock().now())])
    if after.finished:
        for number in range(after.parts):
            files.delete(after.part(number))


def _chunk(export: Export, folder: Path) -> Export:
    """The next rows as a part; what the export is after it."""
    offices = {office.code: office.name for office in cooperative().offices}
    path, count, position = folder / "part", 0, export.position
    with path.open("w", encoding="utf-8", newline="") as file:
        if not export.parts:
            heading = member_list_rules.heading(export.columns, export.language)
            file.write(f"{spreadsheet.BEGIN}{heading}")
        for rows, position in _pages(export):  # noqa: B007 (the last one stays)
            found = [json.loads(row) for row in rows]
            count += len(found)
            file.write(member_list_rules.lines(found, export.columns, export.language, offices))
    files.put(export.part(export.parts), path)
    return export.model_copy(
        update={"rows": export.rows + count, "parts": export.parts + 1, "position": position}
    )


def _pages(export: Export) -> Iterator[tuple[list[str], str | None]]:
    """Rows and where they end, until the chunk is full or there are no more."""
    query = export.query.model_copy(update={"limit": PAGE})
    position = export.position
    for _ in range(PAGES):
        page = listing.rows(query, export.offices, position)
        position = page.next_position
        yield page.rows, position
        if position is None:
            return


def _join(export: Export, folder: Path) -> None:
    """The parts as one file; they stay until it is known to be whole."""
    whole = folder / "whole"
    with whole.open("wb") as file:
        jobs.join(map(export.part, range(export.parts)), file, folder)
    files.put(export.file, whole)


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=work_on, processor=_processor, context=context
    )
