"""The counters, kept by the members table's stream.

Lambda handler for a DynamoDB stream batch (records of PROFILE items, new images): each record moves
its member from the counter it is counted under to the one of its status and office, once, however
often and in whatever order the records come; that of a removal takes it from there. What a batch
comes to is written in few transactions. Failed records are answered as batchItemFailures.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
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

_MEMBERS_AT_ONCE = 90
"""A transaction holds as many beside up to ten counters, and a read does."""

_random = SystemRandom()

Changes = dict[str, list[tuple[Counted, str]]]
"""By member: what each record says, in order, with the record's sequence number."""
Moves = dict[str, tuple[Counted, Counted]]
"""By member: as what they are counted before and after."""


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
            _count(some)
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
    members = list(changes)
    for start in range(0, len(members), _MEMBERS_AT_ONCE):
        some = members[start : start + _MEMBERS_AT_ONCE]
        yield {member_id: changes[member_id] for member_id in some}


def _count(changes: Changes) -> None:
    """Count members as their records say. First versions are written as of members whom nothing
    counts yet, which saves the read; that is refused where they are counted already."""
    if all(said.version == 1 for records in changes.values() for said, _ in records):
        with suppress(dynamo.ConditionFailed, dynamo.Contended):
            _count_from(dict.fromkeys(changes, NOT_COUNTED), changes)
            return
    members = list(changes)
    retry_on_conflict(
        lambda: _count_from(dict(zip(members, repository.counted(members), strict=True)), changes)
    )


def _count_from(before: Mapping[str, Counted], changes: Changes) -> None:
    """Count members as their records say, from what they are counted as before."""
    after = {member_id: _last(before[member_id], records) for member_id, records in changes.items()}
    moved = {one: (before[one], after[one]) for one in changes if before[one] != after[one]}
    for some in _transactions(moved):
        dynamo.transact(repository.count(some, _random.randrange(COUNTER_PARTS)))


def _transactions(moved: Moves) -> Iterator[Moves]:
    """As many members at a time as a transaction holds beside the counters that they move."""
    some: Moves = {}
    counters: set[str | None] = set()
    for member_id, (before, after) in moved.items():
        counters |= {before.counter, after.counter}
        if len(some) + 1 + len(counters) > dynamo.MAX_TRANSACTION_WRITES:
            yield some
            some, counters = {}, {before.counter, after.counter}
        some[member_id] = before, after
    if some:
        yield some


def _last(counted: Counted, records: list[tuple[Counted, str]]) -> Counted:
    """What the records make of it: a removal ends it, an older version changes nothing."""
    for said, _ in records:
        if said == NOT_COUNTED or said.version > counted.version:
            counted = said
    return counted
