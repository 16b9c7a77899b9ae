"""Pure: what AWS would hold a policy's conditions against, of each thing a DynamoDB call asks for.

ministack leaves `dynamodb:LeadingKeys` out, and of `dynamodb:Attributes` all but projections; and
`ForAllValues` lets pass what is not there. Each item of a transaction is asked about by itself,
each table of a batch with its own keys.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PARTITION_KEY = "pk"
"""Of every table of the template (tests/architecture/test_template.py)."""

_OF_A_TRANSACTION = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
_EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)
_WORDS = {
    *("add", "and", "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with"),
    *("between", "contains", "delete", "if_not_exists", "in", "list_append", "not", "or", "remove"),
    *("set", "size"),
}
_EQUALS = re.compile(r"(#?\w+)\s*=\s*(:\w+)")
_NAME = re.compile(r"(?<![\w.:#])(#?[A-Za-z_]\w*|#\w+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """An action on a table (or its index) that a call asks for, with the conditions' keys."""

    action: str
    table: str
    index: str | None
    keys: Mapping[str, Any]


def asked(operation: str, call: Mapping[str, Any]) -> list[Asked]:
    """Everything that a call of the DynamoDB API asks for; nothing of one that touches no items."""
    match operation:
        case "TransactWriteItems" | "TransactGetItems":
            return [
                _one(_OF_A_TRANSACTION[kind], detail)
                for item in call["TransactItems"]
                for kind, detail in item.items()
            ]
        case "BatchGetItem":
            return [
                Asked(f"dynamodb:{operation}", table, None, _batch(each["Keys"], each))
                for table, each in call["RequestItems"].items()
            ]
        case "BatchWriteItem":
            return [
                Asked(f"dynamodb:{operation}", table, None, _batch(list(_written(each)), {}))
                for table, each in call["RequestItems"].items()
            ]
        case "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "Scan":
            return [_one(operation, call)]
    return []


def _one(operation: str, detail: Mapping[str, Any]) -> Asked:
    touched = detail.get("Key") or detail.get("Item") or {}
    keys: dict[str, Any] = {"dynamodb:Attributes": sorted({*touched, *_named(detail)})}
    if leading := _leading(touched, detail):
        keys["dynamodb:LeadingKeys"] = [leading]
    if "ReturnValues" in detail:
        keys["dynamodb:ReturnValues"] = detail["ReturnValues"]
    return Asked(f"dynamodb:{operation}", detail["TableName"], detail.get("IndexName"), keys)


def _leading(touched: Mapping[str, Any], detail: Mapping[str, Any]) -> str | None:
    if PARTITION_KEY in touched:
        return str(next(iter(touched[PARTITION_KEY].values())))
    if equal := _EQUALS.search(detail.get("KeyConditionExpression", "")):
        return str(next(iter(detail["ExpressionAttributeValues"][equal[2]].values())))
    return None


def _batch(keys: list[Mapping[str, Any]], detail: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dynamodb:LeadingKeys": sorted({str(key[PARTITION_KEY]["S"]) for key in keys}),
        "dynamodb:Attributes": sorted({name for key in keys for name in key} | set(_named(detail))),
    }


def _written(requests: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for request in requests:
        for written in request.values():
            yield written.get("Item") or written["Key"]


def _named(detail: Mapping[str, Any]) -> Iterator[str]:
    """The attributes that a request's expressions name."""
    placeholders = detail.get("ExpressionAttributeNames", {})
    for kind in _EXPRESSIONS:
        for name in _NAME.findall(detail.get(kind, "")):
            if name.lower() not in _WORDS:
                yield placeholders.get(name, name)
