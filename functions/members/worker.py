"""The counters, kept by the members table's stream.

Lambda handler for a DynamoDB stream batch (records of PROFILE items, new images): each record moves
its member from the counter it is counted under to the one of its status and office, once, however
often and in whatever order the records come; that of a removal takes it from there. Failed records
are answered as batchItemFailures.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from shared.aws import dynamo, items
from shared.records.keys import members as keys
from shared.records.keys.partitions import member_of
from shared.records.keys.search import NO_OFFICE

from . import repository
from .models import Profile

_processor = BatchProcessor(event_type=EventType.DynamoDBStreams)


def count_record(record: Any) -> None:
    """Count one stream record; ConditionFailed or Contended when another run is at it (retried)."""
    if record.raw_event["eventName"] == "REMOVE":
        _count_removal(str(record.raw_event["dynamodb"]["Keys"]["pk"]["S"]))
        return
    image = items.unmarshal(record.raw_event["dynamodb"]["NewImage"])
    member_id = member_of(str(image["pk"]))
    version = int(image["v"])
    profile = Profile.model_validate_json(str(image["doc"]))
    seen, old = repository.counted(member_id)
    if seen >= version:
        return
    new = keys.counter(profile.office or NO_OFFICE, profile.status)
    dynamo.transact(repository.count(member_id, seen, old, version, new))


def _count_removal(pk: str) -> None:
    seen, counter = repository.counted(member_of(pk))
    if counter:
        dynamo.transact(repository.uncount(member_of(pk), seen, counter))


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    return process_partial_response(
        event=event, record_handler=count_record, processor=_processor, context=context
    )
