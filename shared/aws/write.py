"""The writes of a transaction (shared/aws/dynamo.py does them): put, update, delete, require."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .items import Item, Key, Value, marshal, typed, wire_key


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a transaction; `guard` is what ConditionFailed calls it."""

    kind: str
    request: dict[str, Any]
    guard: str = ""


def put(
    table: str, item: Item, *, new: bool = False, version: int | None = None, guard: str = ""
) -> Write:
    """Put an item: only if there is none with its key (`new`), or only over this `version`."""
    request: dict[str, Any] = {"TableName": table, "Item": marshal(item)}
    if new:
        request["ConditionExpression"] = "attribute_not_exists(pk)"
    if version is not None:
        request |= {
            "ConditionExpression": "v = :version",
            "ExpressionAttributeValues": {":version": {"N": str(version)}},
        }
    return Write("Put", request, guard)


def put_new_or_expired(table: str, item: Item, now: int, guard: str) -> Write:
    """Put an item unless one with its key is there and has not expired (`ttl`, epoch seconds)."""
    request: dict[str, Any] = {
        "TableName": table,
        "Item": marshal(item),
        "ConditionExpression": "attribute_not_exists(pk) OR #ttl < :now",
        "ExpressionAttributeNames": {"#ttl": "ttl"},
        "ExpressionAttributeValues": {":now": {"N": str(now)}},
    }
    return Write("Put", request, guard)


def update(
    table: str,
    key: Key,
    *,
    change: Mapping[str, Value] | None = None,
    add: Mapping[str, int] | None = None,
    remove: Sequence[str] = (),
    when: str | None = None,
    values: Mapping[str, Value] | None = None,
    guard: str = "",
) -> Write:
    """Set, add to and remove attributes.

    `when` is a condition in which an attribute is written `#name` and a value `:name`.
    """
    names: dict[str, str] = {}
    bound = dict(values or {})
    clauses: list[str] = []
    for verb, joiner, changes in (("SET", " = ", change or {}), ("ADD", " ", add or {})):
        parts = []
        for name, value in changes.items():
            names[f"#{name}"] = name
            bound[f"new_{name}"] = value
            parts.append(f"#{name}{joiner}:new_{name}")
        if parts:
            clauses.append(f"{verb} {', '.join(parts)}")
    if remove:
        names |= {f"#{name}": name for name in remove}
        clauses.append("REMOVE " + ", ".join(f"#{name}" for name in remove))
    request: dict[str, Any] = {
        "TableName": table,
        "Key": wire_key(key),
        "UpdateExpression": " ".join(clauses),
    }
    if when:
        request["ConditionExpression"] = when
        names |= {name: name[1:] for name in _placeholders(when)}
    if names:
        request["ExpressionAttributeNames"] = names
    if bound:
        request["ExpressionAttributeValues"] = {f":{n}": typed(v) for n, v in bound.items()}
    return Write("Update", request, guard)


def _placeholders(condition: str) -> list[str]:
    return re.findall(r"#\w+", condition)


def delete(
    table: str,
    key: Key,
    *,
    exists: bool = False,
    only: Mapping[str, Value] | None = None,
    guard: str = "",
) -> Write:
    """Delete an item; with `exists` only if it is there, with `only` if it has these values."""
    request: dict[str, Any] = {"TableName": table, "Key": wire_key(key)}
    if exists:
        request["ConditionExpression"] = "attribute_exists(pk)"
    if only:
        request |= {
            "ConditionExpression": " AND ".join(f"#{name} = :{name}" for name in only),
            "ExpressionAttributeNames": {f"#{name}": name for name in only},
            "ExpressionAttributeValues": {f":{n}": typed(v) for n, v in only.items()},
        }
    return Write("Delete", request, guard)


def require(table: str, key: Key, guard: str, version: int | None = None) -> Write:
    """Refuse the transaction unless this item is there (and is still this `version`)."""
    request: dict[str, Any] = {
        "TableName": table,
        "Key": wire_key(key),
        "ConditionExpression": "attribute_exists(pk)",
    }
    if version is not None:
        request |= {
            "ConditionExpression": "v = :version",
            "ExpressionAttributeValues": {":version": {"N": str(version)}},
        }
    return Write("ConditionCheck", request, guard)
