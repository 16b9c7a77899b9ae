"""Lambda handlers of the reminders room that no request calls: two schedules and two streams.

Each may be called twice, late or several at once: what is done follows from the items as they are
at that moment, never from the event. Powertools is imported by a stream's handler when it is
called, because the schedules do not need it (90 ms).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from reminders.delivery import sweep
from reminders.delivery.channels import senders
from reminders.delivery.sending import Senders, deliver
from reminders.planning import gather, planner
from reminders.planning.context import ReminderContext
from reminders.planning.local_time import local_now
from shared.aws import items
from shared.kernel.clock import Clock
from shared.records.system_clock import SystemClock

from . import outbox


def plan_handler(_event: dict[str, Any], _context: object) -> None:
    """Schedule, daily: begin to plan today's reminders, and what earlier days missed."""
    planner.start(SystemClock())


def plan_stream_handler(event: dict[str, Any], lambda_context: Any) -> Any:
    """Stream of the reminders table, filtered to plannings under way: take the next chunk of each.

    Answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}.
    """
    return plan_batch(event, lambda_context, SystemClock())


def plan_batch(event: dict[str, Any], lambda_context: Any, clock: Clock) -> Any:
    """The same by a clock."""
    return _each_record(event, lambda_context, partial(_take_chunk, clock=clock))


def sweep_handler(_event: dict[str, Any], _context: object) -> None:
    """Schedule, every five minutes: move on the messages that have waited long enough.

    Today's planning is begun first where it is missing, and goes on where it is stuck.
    """
    clock = SystemClock()
    if planner.is_missing(clock):
        planner.start(clock)
    sweep.run(clock)


def deliver_handler(event: dict[str, Any], lambda_context: Any) -> Any:
    """Stream of the reminders table, filtered to messages that are `ready`: send them.

    Answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}.
    """
    return deliver_batch(event, lambda_context, SystemClock())


def deliver_batch(event: dict[str, Any], lambda_context: Any, clock: Clock) -> Any:
    """The same by a clock; rules, templates and connections are read once a batch."""
    context = gather.reminder_context(local_now(clock), clock.now())
    one = partial(
        _deliver,
        context=context,
        senders=senders(context.templates),
        clock=clock,
    )
    return _each_record(event, lambda_context, one)


def _each_record(event: dict[str, Any], lambda_context: Any, one: Callable[[Any], None]) -> Any:
    from aws_lambda_powertools.utilities.batch import (
        BatchProcessor,
        EventType,
        process_partial_response,
    )

    return process_partial_response(
        event=event,
        record_handler=one,
        processor=BatchProcessor(event_type=EventType.DynamoDBStreams),
        context=lambda_context,
    )


def _take_chunk(record: Any, clock: Clock) -> None:
    """One chunk, for the version of the run that the record brings."""
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    planner.take_next_chunk(date.fromisoformat(str(image["sk"])), int(image["v"]), clock)


def _deliver(record: Any, context: ReminderContext, senders: Senders, clock: Clock) -> None:
    """One record: it only says which message to look at."""
    told = outbox.from_item(items.unmarshal(record.raw_event["dynamodb"]["NewImage"]))
    deliver(told.member_id, told.day, context, senders, clock)
