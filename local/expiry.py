"""Items that expired are deleted, as DynamoDB does by itself and the embedded engine does not."""

from pathlib import Path
from typing import TYPE_CHECKING

from local import engine_file
from local.template import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_AT_ONCE = 500


def sweep(client: "DynamoDBClient", database: Path, table: Table, now: int) -> int:
    """Delete what expired before `now` (epoch seconds); answers how many. None is looked at that
    did not expire, and one that was renewed meanwhile stays.
    """
    if not table.ttl_attribute:
        return 0
    swept = 0
    while True:
        keys = engine_file.expired(database, table.name, table.ttl_attribute, now, _AT_ONCE)
        for pk, sk in keys:
            try:
                client.delete_item(
                    TableName=table.name,
                    Key={"pk": {"S": pk}, "sk": {"S": sk}},
                    ConditionExpression="#ttl < :now",
                    ExpressionAttributeNames={"#ttl": table.ttl_attribute},
                    ExpressionAttributeValues={":now": {"N": str(now)}},
                )
                swept += 1
            except client.exceptions.ConditionalCheckFailedException:
                continue
        if len(keys) < _AT_ONCE:
            return swept
