from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

import boto3
import pytest

from local import tables
from local.engine import Engine
from local.template import Table, load

_stacks = (f"sapa-tables-{number}" for number in count(1))
NOW = 1_800_000_000


@pytest.fixture
def db(engine: Engine) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=engine.url,
        region_name="ap-southeast-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def described(db: Any) -> Iterator[list[Table]]:
    found = load(next(_stacks)).tables
    yield found
    tables.drop(db, found)


def named(described: list[Table], end: str) -> Table:
    return next(table for table in described if table.name.endswith(end))


def without_index(table: Table) -> Table:
    """The table as an earlier version had it."""
    definition = deepcopy(table.definition)
    definition.pop("GlobalSecondaryIndexes")
    definition["AttributeDefinitions"] = definition["AttributeDefinitions"][:2]
    return Table(definition, table.ttl_attribute)


def item(key: str, **attributes: dict[str, str]) -> dict[str, Any]:
    return {"pk": {"S": key}, "sk": {"S": "A"}, **attributes}


def test_the_first_start_makes_all_and_the_second_none(db: Any, described: list[Table]) -> None:
    assert len(tables.ensure(db, described)) == len(described)
    assert tables.ensure(db, described) == []


def test_an_added_index_appears_with_the_items_that_were_there(
    db: Any, described: list[Table]
) -> None:
    contacts = named(described, "-contacts")
    tables.ensure(db, [without_index(contacts)])
    phone = item("M#1", e164={"S": "+6281234567890"}, member_id={"S": "1"})
    db.put_item(TableName=contacts.name, Item=phone)
    tables.ensure(db, [contacts])
    found = db.query(
        TableName=contacts.name,
        IndexName="by_phone",
        KeyConditionExpression="e164 = :e",
        ExpressionAttributeValues={":e": {"S": "+6281234567890"}},
    )
    assert [row["pk"]["S"] for row in found["Items"]] == ["M#1"]
    assert "Item" in db.get_item(
        TableName=contacts.name, Key={"pk": phone["pk"], "sk": phone["sk"]}
    )


def test_an_added_table_appears_beside_the_others_and_their_data_stays(
    db: Any, described: list[Table]
) -> None:
    tables.ensure(db, described[:-1])
    db.put_item(TableName=described[0].name, Item=item("M#1"))
    assert tables.ensure(db, described) == [described[-1].name]
    assert db.scan(TableName=described[0].name)["Count"] == 1


def test_an_added_stream_is_turned_on(db: Any, described: list[Table]) -> None:
    members = named(described, "-members")
    definition = {k: v for k, v in members.definition.items() if k != "StreamSpecification"}
    tables.ensure(db, [Table(definition, None)])
    tables.ensure(db, [members])
    assert db.describe_table(TableName=members.name)["Table"]["StreamSpecification"] == {
        "StreamEnabled": True,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }


def test_other_keys_are_refused_and_nothing_is_changed(db: Any, described: list[Table]) -> None:
    table = described[0]
    tables.ensure(db, [table])
    other = deepcopy(table.definition)
    other["KeySchema"][1]["AttributeName"] = "other"
    with pytest.raises(tables.TableDiffers, match=r"pk, sk, template.yaml says pk, other"):
        tables.ensure(db, [Table(other, None)])
