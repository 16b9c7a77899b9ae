"""What DynamoDB refuses and the embedded engine takes, refused here too, before the call is sent.

Sources: Amazon DynamoDB Developer Guide, "Quotas and limits" and "Expressions"; API reference of
TransactWriteItems and BatchGetItem.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from local.template import load

MAX_PARTITION_KEY_BYTES, MAX_SORT_KEY_BYTES = 2048, 1024
MAX_ITEM_BYTES = 400 * 1024
MAX_TRANSACTION_ITEMS, MAX_TRANSACTION_BYTES = 100, 4 * 1024 * 1024
MAX_BATCH_KEYS = 100
MAX_EXPRESSION_BYTES = 4096

_EXPRESSIONS = (
    "KeyConditionExpression",
    "ConditionExpression",
    "UpdateExpression",
    "ProjectionExpression",
    "FilterExpression",
)
_KEY_LIMITS = {"HASH": MAX_PARTITION_KEY_BYTES, "RANGE": MAX_SORT_KEY_BYTES}


def watch(client: Any) -> None:
    """Have every call of a DynamoDB client checked."""
    client.meta.events.register(
        "provide-client-params.dynamodb", _checked, unique_id="as strict as AWS"
    )


def _checked(params: dict[str, Any], model: Any, **_: Any) -> None:
    for reason in _reasons(model.name, params):
        answer: Any = {"Error": {"Code": "ValidationException", "Message": reason}}
        raise ClientError(answer, model.name)


def _reasons(operation: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Why AWS would refuse this call."""
    match operation:
        case "TransactWriteItems":
            yield from _transaction(params["TransactItems"])
        case "BatchGetItem":
            for name, asked in params["RequestItems"].items():
                yield from _batch(name, asked["Keys"])
        case "Query":
            yield from _query(params)
        case "GetItem" | "UpdateItem" | "PutItem" | "DeleteItem":
            yield from _write(params)
    yield from _expressions(params)


def _transaction(writes: list[dict[str, Any]]) -> Iterator[str]:
    if len(writes) > MAX_TRANSACTION_ITEMS:
        yield f"a transaction of {len(writes)} items"
    requests = [request for write in writes for request in write.values()]
    aimed = Counter(_target(request) for request in requests)
    yield from (f"several operations on {target}" for target, count in aimed.items() if count > 1)
    size = sum(_size(request.get("Item", request.get("Key", {}))) for request in requests)
    if size > MAX_TRANSACTION_BYTES:
        yield f"a transaction of {size} bytes"
    for request in requests:
        yield from _write(request)
        yield from _expressions(request)


def _target(request: Mapping[str, Any]) -> tuple[str, str, str]:
    key = request.get("Item") or request["Key"]
    return request["TableName"], key["pk"]["S"], key["sk"]["S"]


def _batch(table: str, keys: list[dict[str, Any]]) -> Iterator[str]:
    if len(keys) > MAX_BATCH_KEYS:
        yield f"{len(keys)} keys at once"
    if len({str(sorted(key.items())) for key in keys}) < len(keys):
        yield "the same key twice in a batch"
    for key in keys:
        yield from _keys(table, key)


def _query(params: Mapping[str, Any]) -> Iterator[str]:
    if params.get("Limit", 1) < 1:
        yield f"Limit {params['Limit']}"
    condition = params["KeyConditionExpression"]
    values = params["ExpressionAttributeValues"]
    for name in re.findall(r":\w+", condition):
        if values[name].get("S") == "":
            yield f"an empty value of a key: {name} in {condition}"
    for low, high in re.findall(r"BETWEEN (:\w+) AND (:\w+)", condition):
        if values[low]["S"].encode() > values[high]["S"].encode():
            yield f"BETWEEN {values[low]['S']!r} and the smaller {values[high]['S']!r}"


def _write(params: Mapping[str, Any]) -> Iterator[str]:
    item = params.get("Item", {})
    yield from _keys(params["TableName"], item or params["Key"])
    if (size := _size(item)) > MAX_ITEM_BYTES:
        yield f"an item of {size} bytes"
    changed = params.get("UpdateExpression", "")
    names = params.get("ExpressionAttributeNames", {})
    used = [names.get(word, word) for word in re.findall(r"#\w+", changed)]
    if {"pk", "sk"} & set(used):
        yield "a change of the primary key"
    set_ = re.findall(r"(#\w+) = :(\w+)", changed)
    values = params.get("ExpressionAttributeValues", {})
    attributes = {names[name]: values[f":{value}"] for name, value in set_}
    yield from _keys(params["TableName"], attributes)


def _keys(table: str, attributes: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with those attributes that are keys of the table or of its indexes."""
    for name, kind in _keys_of(table).items():
        if name not in attributes:
            continue
        text = attributes[name].get("S")
        if text is None:
            yield f"the key {name} is no text"
        elif not text:
            yield f"the key {name} is empty"
        elif len(text.encode()) > _KEY_LIMITS[kind]:
            yield f"the key {name} has {len(text.encode())} bytes"


def _keys_of(table: str) -> dict[str, str]:
    """Names of key attributes and HASH or RANGE; none of a table that the template has not."""
    suffix = table.rpartition("-")[2]
    for one in load("x").tables:
        if one.name == f"x-{suffix}":
            definition = one.definition
            schemas = [definition["KeySchema"]]
            schemas += [i["KeySchema"] for i in definition.get("GlobalSecondaryIndexes", [])]
            return {key["AttributeName"]: key["KeyType"] for schema in schemas for key in schema}
    return {}


def _expressions(params: Mapping[str, Any]) -> Iterator[str]:
    texts = [params[name] for name in _EXPRESSIONS if name in params]
    for text in texts:
        if len(text.encode()) > MAX_EXPRESSION_BYTES:
            yield f"an expression of {len(text.encode())} bytes"
    words = set(re.findall(r"[#:]\w+", " ".join(texts)))
    given = {*params.get("ExpressionAttributeNames", {})}
    given |= {*params.get("ExpressionAttributeValues", {})}
    if unused := given - words:
        yield f"names or values that no expression uses: {sorted(unused)}"
    if unknown := words - given:
        yield f"names or values that are not given: {sorted(unknown)}"


def _size(item: Mapping[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts them, roughly: names, texts, numbers."""
    return sum(
        len(name.encode())
        + sum(len(v.encode() if isinstance(v, str) else v) for v in typed.values())
        for name, typed in item.items()
    )
