"""Items of tables: flat dicts of strings, whole numbers and bytes, and their wire format. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | int | bytes
Item = dict[str, Value]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Index:
    """A secondary index and the names of its keys."""

    name: str
    pk: str
    sk: str


def typed(value: Value) -> dict[str, Any]:
    """A value with its type as DynamoDB's API writes it."""
    match value:
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case _:
            return {"B": value}


def marshal(item: Mapping[str, Value]) -> dict[str, Any]:
    """An item in the wire's form."""
    return {name: typed(value) for name, value in item.items()}


def unmarshal(item: Mapping[str, Any]) -> Item:
    """An item in the wire's form (as stream records have it) as a flat dict."""
    return {
        name: typed["S"] if "S" in typed else int(typed["N"]) if "N" in typed else typed["B"]
        for name, typed in item.items()
    }


def wire_key(key: Key) -> dict[str, Any]:
    """A table's key in the wire's form."""
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
