"""The next step of an export, called by the exports table's stream for each version of it.

Lambda handler for a batch of stream records. A record that comes twice or late finds a newer
version and does nothing. Failed records are answered as batchItemFailures.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from shared.aws import dynamo, files, items
from shared.records.system_clock import SystemClock

from . import full_export, member_list_export, repository
from .jobs import FullExport, MemberListExport


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(
        event=event, record_handler=_handle, processor=processor, context=context
    )


def _handle(record: Any) -> None:
    """Do the step that this version of the export is at."""
    export = repository.to_continue(items.unmarshal(record.raw_event["dynamodb"]["NewImage"]))
    if export is None:
        return
    with TemporaryDirectory() as folder:
        after = _step(export, Path(folder))
    dynamo.transact([repository.save(after, SystemClock().now())])
    if after.finished:
        for part in after.all_parts:
            files.delete(part)


def _step(export: FullExport | MemberListExport, folder: Path) -> FullExport | MemberListExport:
    if isinstance(export, FullExport):
        return full_export.next_step(export, folder)
    return member_list_export.next_step(export, folder)
