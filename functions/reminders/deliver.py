"""Lambda handler of the reminders table's stream (records of messages that are `ready`).

A record only says where to look: what is done follows from the message as it is now, so records
may come twice and in any order. Failed ones are answered as batchItemFailures.
"""

from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from reminders.delivery.channels import senders
from reminders.delivery.sending import Senders, deliver
from reminders.planning.contact_window import local_now
from reminders.planning.planning import Planning
from shared.aws import items
from shared.kernel.clock import Clock
from shared.records.system_clock import SystemClock

from . import outbox

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return handle(event, context, SystemClock())


def handle(event: dict[str, Any], context: Any, clock: Clock) -> Any:
    """The same by a clock; the rules, templates and connections are the batch's."""
    moment = local_now(clock)
    planning = Planning.of(moment.date(), moment, clock.now())
    one = partial(_record, planning=planning, senders=senders(planning.texts), clock=clock)
    return process_partial_response(
        event=event, record_handler=one, processor=_processor, context=context
    )


def _record(record: Any, planning: Planning, senders: Senders, clock: Clock) -> None:
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    told = outbox.from_item(image)
    deliver(told.member_id, told.day, planning, senders, clock)
