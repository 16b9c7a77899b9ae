"""The only caller of DynamoDB: reads, transactions, paging, and the count of what they cost.

An item is a flat dict of strings, whole numbers and bytes (docs/architecture.md, "One item, one
document"). Every call is counted in the request's Meter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from shared.kernel.settings import settings

from .items import Index as Index
from .items import Item as Item
from .items import Key as Key
from .items import unmarshal, wire_key
from .meter import Unavailable as Unavailable
from .meter import metered
from .write import Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAX_TRANSACTION_WRITES = 100
_RETRIED_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class ConditionFailed(Exception):
    """A transaction was refused and wrote nothing; `guards` names the writes that refused it."""

    def __init__(self, guards: Sequence[str]) -> None:
        super().__init__(", ".join(guards))
        self.guards = tuple(guards)


class Contended(Exception):
    """Another transaction holds one of these items right now, or a table takes no more just now;
    nothing was written, try again."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Sort keys that begin with this."""

    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """Sort keys from low to high, both included."""

    low: str
    high: str


@cache
def client() -> DynamoDBClient:
    """The process's client, made at first use (in Lambda before the snapshot: web/app.py)."""
    import boto3
    from botocore.config import Config

    endpoint = settings().dynamodb_endpoint_url
    made = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        config=Config(
            # On one computer a call that waits holds up all others: for a second, not for 15.
            retries={"mode": "standard", "max_attempts": 1 if endpoint else 4},
            connect_timeout=2,
            read_timeout=5,
            max_pool_connections=32,
            parameter_validation=False,
            user_agent="Sapa",  # botocore's own is put together for each call: a sixth of its time
        ),
    )
    for name in ("BatchGetItem", "TransactWriteItems"):
        # What botocore looks for in each of their items by jmespath: tables named by ARN.
        made.meta.service_model.operation_model(name).operation_context_parameters = []
    return made


def get(table: str, key: Key) -> Item | None:
    """One item, strongly consistent."""
    with metered() as consumed:
        answer = client().get_item(
            TableName=table, Key=wire_key(key), ConsistentRead=True, ReturnConsumedCapacity="TOTAL"
        )
        consumed.append(answer.get("ConsumedCapacity"))
    return unmarshal(answer["Item"]) if "Item" in answer else None


def batch_get(keys: Sequence[tuple[str, Key]]) -> list[Item | None]:
    """Up to 100 different items of any tables in one call, in the order asked for."""
    wanted: dict[str, Any] = {}
    for table, key in keys:
        wanted.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"].append(wire_key(key))
    found: dict[tuple[str, str, str], Item] = {}
    while wanted:
        with metered() as consumed:
            answer = client().batch_get_item(RequestItems=wanted, ReturnConsumedCapacity="TOTAL")
            consumed.append(answer.get("ConsumedCapacity"))
        for table, items in answer["Responses"].items():
            for raw in items:
                found[table, raw["pk"]["S"], raw["sk"]["S"]] = unmarshal(raw)
        wanted = dict(answer.get("UnprocessedKeys", {}))
    return [found.get((table, *key)) for table, key in keys]


def query(
    table: str,
    pk: str,
    sk: Prefix | Between | None = None,
    *,
    index: Index | None = None,
    limit: int | None = None,
    descending: bool = False,
    after: str | None = None,
    only: Sequence[str] = (),
) -> list[Item]:
    """The items of one partition in the order of their sort keys, all of them without a limit.

    `after` is the sort key behind which to begin (of the table, not of an index). `only` names the
    attributes to answer: the cost is the same, the parsing less. A read of the table is strongly
    consistent, an index cannot be.
    """
    names = {"#p": index.pk if index else "pk"}
    condition, bounds = _range(sk)
    if bounds:
        names["#s"] = index.sk if index else "sk"
    values = {":p": {"S": pk}} | {name: {"S": bound} for name, bound in bounds.items()}
    request: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": f"#p = :p{condition}",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": not descending,
        "ReturnConsumedCapacity": "TOTAL",
    }
    if only:
        names |= {f"#{name}": name for name in only}
        request["ProjectionExpression"] = ", ".join(f"#{name}" for name in only)
    if index:
        request["IndexName"] = index.name
    else:
        request["ConsistentRead"] = True
    if after is not None:
        request["ExclusiveStartKey"] = wire_key((pk, after))
    items: list[Item] = []
    while True:
        if limit is not None:
            request["Limit"] = limit - len(items)
        with metered() as consumed:
            answer = client().query(**request)
            consumed.append(answer.get("ConsumedCapacity"))
        items += map(unmarshal, answer["Items"])
        if "LastEvaluatedKey" not in answer or len(items) == limit:
            return items
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _range(sk: Prefix | Between | None) -> tuple[str, dict[str, str]]:
    """The condition of a range of sort keys and its values; AWS takes no empty value of a key."""
    match sk:
        case Prefix(value) if value:
            return " AND begins_with(#s, :low)", {":low": value}
        case Between("", high):
            return " AND #s <= :high", {":high": high}
        case Between(low, high):
            return " AND #s BETWEEN :low AND :high", {":low": low, ":high": high}
        case _:
            return "", {}


def scan(table: str, *, after: str | None = None, limit: int) -> tuple[list[Item], str | None]:
    """The next items of a whole table in no order, and where to go on (None at the end).

    Only for migrations of stored data: no request may cost what a table holds.
    """
    request: dict[str, Any] = {"TableName": table, "Limit": limit, "ConsistentRead": True}
    if after is not None:
        request["ExclusiveStartKey"] = wire_key(json.loads(after))
    with metered() as consumed:
        answer = client().scan(**request, ReturnConsumedCapacity="TOTAL")
        consumed.append(answer.get("ConsumedCapacity"))
    last = answer.get("LastEvaluatedKey")
    behind = json.dumps([last["pk"]["S"], last["sk"]["S"]]) if last else None
    return list(map(unmarshal, answer["Items"])), behind


def increment(table: str, key: Key, by: int = 1, ttl: int | None = None) -> int:
    """Add to the counter `n` of an item at once, whoever else does, and answer the new number.

    The first increment makes the item, with its expiry `ttl` in epoch seconds.
    """
    names = {"#n": "n"}
    values: dict[str, Any] = {":by": {"N": str(by)}}
    expression = "ADD #n :by"
    if ttl is not None:
        names["#ttl"] = "ttl"
        values[":ttl"] = {"N": str(ttl)}
        expression = "SET #ttl = if_not_exists(#ttl, :ttl) " + expression
    with metered(write=True) as consumed:
        answer = client().update_item(
            TableName=table,
            Key=wire_key(key),
            UpdateExpression=expression,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnValues="UPDATED_NEW",
            ReturnConsumedCapacity="TOTAL",
        )
        consumed.append(answer.get("ConsumedCapacity"))
    return int(answer["Attributes"]["n"]["N"])


def transact(writes: Sequence[Write]) -> None:
    """All of the writes or none; ConditionFailed or Contended when refused.

    botocore sends a token with it, so its own retries never write twice.
    """
    if len(writes) > MAX_TRANSACTION_WRITES:
        raise ValueError(f"{len(writes)} writes, DynamoDB takes {MAX_TRANSACTION_WRITES}")
    api = client()
    try:
        with metered(write=True) as consumed:
            answer = api.transact_write_items(
                TransactItems=cast(Any, [{w.kind: w.request} for w in writes]),
                ReturnConsumedCapacity="TOTAL",
            )
            consumed.append(answer.get("ConsumedCapacity"))
    except api.exceptions.TransactionCanceledException as error:
        reasons = [r.get("Code", "None") for r in error.response.get("CancellationReasons", [])]
        outcomes = zip(writes, reasons, strict=True)
        failed = [w.guard for w, reason in outcomes if reason == "ConditionalCheckFailed"]
        if failed:
            raise ConditionFailed(failed) from error
        if not _RETRIED_REASONS.isdisjoint(reasons):
            raise Contended from error
        raise
    except api.exceptions.TransactionInProgressException as error:
        raise Contended from error
