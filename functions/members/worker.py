"""The counters, kept by the members table's stream.

Lambda handler for a DynamoDB stream batch (records of PROFILE items, new images): each record moves
its member from the counter it is counted under to the one of its status and office, once, however
often and in whatever order the records come; that of a removal takes it from there. What a batch
comes to is written in few transactions. Failed records are answered as batchItemFailures.
"""

from collections.abc import Iterator, Mapping
from random import SystemRandom
from typing import Any

from pydantic import ValidationError

from shared.aws import dynamo, items
from shared.aws.observability import logger
from shared.aws.retry import retry_on_conflict
from shared.records.keys import members as keys
from shared.records.keys.partitions import member_of
from shared.records.keys.search import NO_OFFICE

from . import repository
from .models import NOT_COUNTED, Counted, Profile

COUNTER_PARTS = 4
"""So that batches of several shards, which count at once, seldom meet at one item."""

_random = SystemRandom()

Changes = dict[str, list[tuple[Counted, str]]]
"""By member: what each record says, in order, with the record's sequence number."""


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """A stream batch; answers {"batchItemFailures": [{"itemIdentifier": sequence number}]}."""
    changes: Changes = {}
    failed: list[str] = []
    for record in event["Records"]:
        number = str(record["dynamodb"]["SequenceNumber"])
        try:
            member_id, said = _read(record)
        except (KeyError, ValidationError):
            logger().exception("a record cannot be counted", extra={"sequence_number": number})
            failed.append(number)
        else:
            changes.setdefault(member_id, []).append((said, number))
    for some in _portions(changes):
        try:
            retry_on_conflict(lambda some=some: _count(some))  # type: ignore[misc]
        except (dynamo.ConditionFailed, dynamo.Contended):
            failed += [number for records in some.values() for _, number in records]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _read(record: Mapping[str, Any]) -> tuple[str, Counted]:
    """(member_id, as what the record says it is to be counted)."""
    image = record["dynamodb"]
    member_id = member_of(str(image["Keys"]["pk"]["S"]))
    if record["eventName"] == "REMOVE":
        return member_id, NOT_COUNTED
    item = items.unmarshal(image["NewImage"])
    profile = Profile.model_validate_json(str(item["doc"]))
    counter = keys.counter(profile.office or NO_OFFICE, profile.status)
    return member_id, Counted(int(item["v"]), counter)


def _portions(changes: Changes) -> Iterator[Changes]:
    """As many members at a time as a transaction surely holds: each may move two counters."""
    members = list(changes)
    most = dynamo.MAX_TRANSACTION_WRITES // 3
    for start in range(0, len(members), most):
        yield {member_id: changes[member_id] for member_id in members[start : start + most]}


def _count(changes: Changes) -> None:
    """Count members as their records say, from what they are counted as now."""
    before = dict(zip(changes, repository.counted(list(changes)), strict=True))
    after = {member_id: _last(before[member_id], records) for member_id, records in changes.items()}
    moved = {one: (before[one], after[one]) for one in changes if before[one] != after[one]}
    if moved:
        dynamo.transact(repository.count(moved, _random.randrange(COUNTER_PARTS)))


def _last(counted: Counted, records: list[tuple[Counted, str]]) -> Counted:
    """What the records make of it: a removal ends it, an older version changes nothing."""
    for said, _ in records:
        if said == NOT_COUNTED or said.version > counted.version:
            counted = said
    return counted
