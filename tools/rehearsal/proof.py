"""The judge judges: what a policy allows passes, and the rest does not."""

import json
from typing import Any

import boto3
from botocore.exceptions import ClientError

from .caller import must
from .cloud import REGION, Cloud

TABLE, USER = "proof-of-the-judge", "proof"
_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchGetItem"],
            "Resource": f"arn:aws:dynamodb:{REGION}:*:table/{TABLE}",
            "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["M#*"]}},
        },
        {
            "Effect": "Allow",
            "Action": "dynamodb:UpdateItem",
            "Resource": f"arn:aws:dynamodb:{REGION}:*:table/{TABLE}",
            "Condition": {
                "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "mark"]}
            },
        },
    ],
}


def proof(cloud: Cloud) -> str:
    """What AWS allows and refuses by such a policy is allowed and refused here."""
    root = cloud.client("dynamodb")
    root.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )
    client = _of_a_user(cloud)
    allowed = [_put(client, "M#1"), _query(client, "M#1"), _batch(client, "M#1", "M#2")]
    allowed += [_transact(client, "M#3", "M#4"), _update(client, "mark")]
    must("what a policy allows is allowed", all(allowed), allowed)
    refused = [_put(client, "L#1"), _query(client, "L#1"), _batch(client, "M#1", "L#2")]
    refused += [_transact(client, "M#3", "L#4"), _update(client, "name")]
    must("what no policy allows is refused", not any(refused), refused)
    must("each refusal is written down", len(cloud.refused()) == len(refused), cloud.refused())
    return f"{len(allowed)} calls allowed, {len(refused)} refused by keys and attributes"


def _of_a_user(cloud: Cloud) -> Any:
    iam = cloud.client("iam")
    iam.create_user(UserName=USER)
    iam.put_user_policy(UserName=USER, PolicyName="little", PolicyDocument=json.dumps(_POLICY))
    key = iam.create_access_key(UserName=USER)["AccessKey"]
    return boto3.client(
        "dynamodb",
        endpoint_url=cloud.url,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )


def _passes(call: Any, **request: Any) -> bool:
    try:
        call(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            raise
        return False
    return True


def _key(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "-"}}


def _put(client: Any, pk: str) -> bool:
    return _passes(client.put_item, TableName=TABLE, Item=_key(pk))


def _query(client: Any, pk: str) -> bool:
    return _passes(
        client.query,
        TableName=TABLE,
        KeyConditionExpression="#p = :p AND begins_with(sk, :s)",
        ExpressionAttributeNames={"#p": "pk"},
        ExpressionAttributeValues={":p": {"S": pk}, ":s": {"S": "-"}},
    )


def _batch(client: Any, *pks: str) -> bool:
    return _passes(client.batch_get_item, RequestItems={TABLE: {"Keys": [_key(pk) for pk in pks]}})


def _transact(client: Any, *pks: str) -> bool:
    puts = [{"Put": {"TableName": TABLE, "Item": _key(pk)}} for pk in pks]
    return _passes(client.transact_write_items, TransactItems=puts)


def _update(client: Any, attribute: str) -> bool:
    return _passes(
        client.update_item,
        TableName=TABLE,
        Key=_key("M#1"),
        UpdateExpression="SET #a = :a",
        ExpressionAttributeNames={"#a": attribute},
        ExpressionAttributeValues={":a": {"S": "x"}},
    )
