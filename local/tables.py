"""The template's tables in an engine: made where they are missing, checked where they are there."""

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from local.template import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ACTIVE_SECONDS = 300.0


class TableDiffers(Exception):
    """A table is there with other keys than the template's: its data must be moved by hand."""


def ensure(client: "DynamoDBClient", tables: Iterable[Table]) -> list[str]:
    """Make every missing table and index; answers the names of the tables that were made."""
    return [table.name for table in tables if _ensure_table(client, table)]


def present(client: "DynamoDBClient", tables: Iterable[Table]) -> list[str]:
    """The names of those that are there."""
    pages = client.get_paginator("list_tables").paginate()
    there = {name for page in pages for name in page["TableNames"]}
    return [table.name for table in tables if table.name in there]


def drop(client: "DynamoDBClient", tables: Iterable[Table]) -> None:
    """Delete those of the tables that are there."""
    for table in tables:
        try:
            client.delete_table(TableName=table.name)
        except client.exceptions.ResourceNotFoundException:
            continue
        client.get_waiter("table_not_exists").wait(
            TableName=table.name, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
        )


def _ensure_table(client: "DynamoDBClient", table: Table) -> bool:
    try:
        found: Any = client.describe_table(TableName=table.name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        client.create_table(**table.definition)
        _wait_until_active(client, table.name)
        _expire(client, table)
        return True
    _check_keys(table.name, found["KeySchema"], table.definition["KeySchema"])
    _ensure_stream(client, table, found)
    _ensure_indexes(client, table, found.get("GlobalSecondaryIndexes", []))
    return False


def _check_keys(where: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    if list(found) != list(wanted):
        raise TableDiffers(
            f"{where} has the keys {_keys(found)}, template.yaml says {_keys(wanted)}. "
            "Use another DATA_DIR, or restore the template's keys."
        )


def _keys(schema: Sequence[Any]) -> str:
    return ", ".join(key["AttributeName"] for key in schema)


def _ensure_stream(client: "DynamoDBClient", table: Table, found: Any) -> None:
    wanted = table.definition.get("StreamSpecification")
    if wanted and not found.get("StreamSpecification", {}).get("StreamEnabled"):
        client.update_table(TableName=table.name, StreamSpecification=wanted)
        _wait_until_active(client, table.name)


def _ensure_indexes(client: "DynamoDBClient", table: Table, found: Sequence[Any]) -> None:
    """One after the other: DynamoDB takes one new index an update."""
    by_name = {index["IndexName"]: index for index in found}
    for index in table.definition.get("GlobalSecondaryIndexes", []):
        name = index["IndexName"]
        if name in by_name:
            where = f"Index {name} of {table.name}"
            _check_keys(where, by_name[name]["KeySchema"], index["KeySchema"])
            continue
        client.update_table(
            TableName=table.name,
            AttributeDefinitions=table.definition["AttributeDefinitions"],
            GlobalSecondaryIndexUpdates=[{"Create": index}],
        )
        _wait_until_active(client, table.name)


def _wait_until_active(client: "DynamoDBClient", name: str) -> None:
    deadline = time.monotonic() + ACTIVE_SECONDS
    while time.monotonic() < deadline:
        table: Any = client.describe_table(TableName=name)["Table"]
        states = [index["IndexStatus"] for index in table.get("GlobalSecondaryIndexes", [])]
        if {table["TableStatus"], *states} == {"ACTIVE"}:
            return
        time.sleep(0.2)
    raise TimeoutError(f"{name} was not active within {ACTIVE_SECONDS:.0f} s")


def _expire(client: "DynamoDBClient", table: Table) -> None:
    if table.ttl_attribute:
        client.update_time_to_live(
            TableName=table.name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": table.ttl_attribute},
        )
