"""The tables of template.yaml on a DynamoDB: made if absent, checked, and swept of expired items."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shared import dynamo

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from local.template import Table

ACTIVE_SECONDS = 60.0


class TableDiffers(Exception):
    """A table is there, but not as template.yaml says, and cannot be changed without its data."""


def ensure(tables: "Sequence[Table]") -> bool:
    """Make what is missing (tables, indexes, streams) and check all; whether any table was new."""
    client = dynamo.client()
    made = [table for table in tables if _ensure(client, table)]
    return bool(made)


def _ensure(client: "DynamoDBClient", table: "Table") -> bool:
    try:
        found = client.describe_table(TableName=table.name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        client.create_table(**table.request)
        _wait(client, table)
        if table.ttl:
            client.update_time_to_live(
                TableName=table.name,
                TimeToLiveSpecification={"Enabled": True, "AttributeName": table.ttl},
            )
        _check(client, table)
        return True
    have = {index["IndexName"] for index in found.get("GlobalSecondaryIndexes", [])}
    for index in table.request.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] not in have:
            client.update_table(
                TableName=table.name,
                AttributeDefinitions=table.request["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=[{"Create": index}],
            )
            _wait(client, table)
    if "StreamSpecification" in table.request and not found.get("LatestStreamArn"):
        client.update_table(
            TableName=table.name, StreamSpecification=table.request["StreamSpecification"]
        )
        _wait(client, table)
    _check(client, table)
    return False


def _wait(client: "DynamoDBClient", table: "Table") -> None:
    deadline = time.monotonic() + ACTIVE_SECONDS
    while time.monotonic() < deadline:
        found = client.describe_table(TableName=table.name)["Table"]
        states = [found["TableStatus"]]
        states += [i.get("IndexStatus", "ACTIVE") for i in found.get("GlobalSecondaryIndexes", [])]
        if set(states) == {"ACTIVE"}:
            return
        time.sleep(0.05)
    raise TableDiffers(f"{table.name} is not active after {ACTIVE_SECONDS:.0f} s")


def _check(client: "DynamoDBClient", table: "Table") -> None:
    found = client.describe_table(TableName=table.name)["Table"]
    if _keys(found) != _keys(table.request):
        raise TableDiffers(f"{table.name} has other keys or indexes than template.yaml")


def _keys(description: Any) -> dict[str, list[tuple[str, str]]]:
    named = {
        "": description,
        **{i["IndexName"]: i for i in description.get("GlobalSecondaryIndexes", [])},
    }
    return {
        name: [(key["AttributeName"], key["KeyType"]) for key in entry["KeySchema"]]
        for name, entry in named.items()
    }


def sweep(tables: "Sequence[Table]", now: int) -> int:
    """Delete what expired before `now` (epoch seconds), as DynamoDB does by itself; how many."""
    client = dynamo.client()
    swept = 0
    for table in tables:
        if not table.ttl:
            continue
        pages = client.get_paginator("scan").paginate(
            TableName=table.name,
            FilterExpression="#ttl < :now",
            ProjectionExpression="pk, sk",
            ExpressionAttributeNames={"#ttl": table.ttl},
            ExpressionAttributeValues={":now": {"N": str(now)}},
        )
        for page in pages:
            for key in page["Items"]:
                client.delete_item(
                    TableName=table.name,
                    Key=key,
                    ConditionExpression="#ttl < :now",
                    ExpressionAttributeNames={"#ttl": table.ttl},
                    ExpressionAttributeValues={":now": {"N": str(now)}},
                )
                swept += 1
    return swept
