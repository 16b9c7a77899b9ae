"""One step of an import at a time: Lambda handler for the imports table's stream.

Each step ends by writing the import, and that write calls the next one: so an import of any size
never meets Lambda's 15 minutes, and one that was cut off goes on from where it last wrote.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from shared.aws import dynamo, items
from shared.kernel.clock import Clock
from shared.kernel.errors import Refusal
from shared.records.system_clock import SystemClock

from .apply.step import run_step
from .dry_run.step import check_step
from .store import jobs
from .store.jobs import ImportJob, JobState
from .undo.step import undo_step

_STEPS: Mapping[JobState, Callable[[ImportJob, Clock], ImportJob]] = {
    "checking": check_step,
    "running": run_step,
    "undoing": undo_step,
}


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(
        event=event, record_handler=work_on, processor=processor, context=context
    )


def work_on(record: Any) -> None:
    """Do the step that a written import asks for, unless another call has done it."""
    job = jobs.from_item(items.unmarshal(record.raw_event["dynamodb"]["NewImage"]))
    step = _STEPS.get(job.state)
    if step is None or jobs.load(job.import_id).version != job.version:
        return
    try:
        following = step(job, SystemClock())
    except Refusal as refusal:
        faults = tuple(map(asdict, refusal.errors))
        following = job.model_copy(update={"state": "failed", "faults": faults})
    try:
        dynamo.transact([jobs.save(following)])
    except dynamo.ConditionFailed:
        return
