"""One step of an import at a time: Lambda handler for the imports table's stream.

Each step ends by writing the import, and that write calls the next one: so an import of any size
never meets Lambda's 15 minutes, and one that was cut off goes on from where it last wrote. Whatever
goes wrong ends in a state that its maker sees and can act on: a step is begun twice at most.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
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

from . import ending
from .apply.step import run_step
from .dry_run.step import check_step
from .store import jobs
from .store.jobs import ImportJob, JobState
from .undo.step import undo_step

Step = Callable[[ImportJob, Clock], ImportJob]

_STEPS: Mapping[JobState, Step] = {
    "checking": check_step,
    "running": run_step,
    "undoing": undo_step,
    "cancelling": ending.cancel_step,
}
_ENDED: frozenset[JobState] = frozenset({"cancelled", "done", "failed", "undone"})
MOST_BEGINNINGS = 2


class StepFailed(Exception):
    """A step did not end; why is logged already, and is not said again with what it may quote."""


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
    if not (step or job.state in _ENDED) or jobs.load(job.import_id).version != job.version:
        return
    if step is None:
        ending.delete_unneeded_files(job)
        return
    with suppress(dynamo.ConditionFailed):
        dynamo.transact([jobs.save(_after(step, job))])


def _after(step: Step, job: ImportJob) -> ImportJob:
    """The import after its step, or as it failed; StepFailed where another try may mend that."""
    begun = jobs.count_beginning(job)
    if begun > MOST_BEGINNINGS:
        return ending.killed(job)
    try:
        return step(job, SystemClock())
    except Refusal as refusal:
        return ending.failed(job, refusal.errors)
    except Exception as error:  # noqa: BLE001 - whatever it is, its maker must see that it ended
        broken = ending.broken(job, error)
        if begun < MOST_BEGINNINGS:
            raise StepFailed from None
        return broken
