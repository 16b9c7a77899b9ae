"""What a policy's conditions are held against in the rehearsal."""

from tools.rehearsal.request_context import Asked, asked


def key(pk: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": pk}, "sk": {"S": "-"}}


def test_each_item_of_a_transaction_is_asked_about_by_itself() -> None:
    put = {"TableName": "a", "Item": {**key("M#1"), "doc": {"S": "{}"}}}
    check = {"TableName": "b", "Key": key("U#1"), "ConditionExpression": "attribute_exists(pk)"}
    items = [{"Put": put}, {"ConditionCheck": check}]
    assert asked("TransactWriteItems", {"TransactItems": items}) == [
        Asked("dynamodb:PutItem", "a", None, keys("M#1", "doc", "pk", "sk")),
        Asked("dynamodb:ConditionCheckItem", "b", None, keys("U#1", "pk", "sk")),
    ]


def test_each_table_of_a_batch_has_its_own_keys() -> None:
    wanted = {"a": {"Keys": [key("M#2"), key("M#1")]}, "b": {"Keys": [key("L#1")]}}
    found = asked("BatchGetItem", {"RequestItems": wanted})
    assert [(one.table, one.keys["dynamodb:LeadingKeys"]) for one in found] == [
        ("a", ["M#1", "M#2"]),
        ("b", ["L#1"]),
    ]


def test_a_query_of_an_index_is_asked_by_its_value() -> None:
    query = {
        "TableName": "a",
        "IndexName": "by_due",
        "KeyConditionExpression": "#p = :p AND #s BETWEEN :low AND :high",
        "ProjectionExpression": "#doc",
        "ExpressionAttributeNames": {"#p": "due", "#s": "due_sort", "#doc": "doc"},
        "ExpressionAttributeValues": {
            ":p": {"S": "DUE#3"},
            ":low": {"S": "a"},
            ":high": {"S": "b"},
        },
    }
    found = [Asked("dynamodb:Query", "a", "by_due", keys("DUE#3", "doc", "due", "due_sort"))]
    assert asked("Query", query) == found


def test_an_update_names_what_it_sets_and_what_it_answers() -> None:
    update = {
        "TableName": "a",
        "Key": key("M#1"),
        "UpdateExpression": "SET #m = if_not_exists(#m, :m) REMOVE old",
        "ExpressionAttributeNames": {"#m": "mark"},
        "ExpressionAttributeValues": {":m": {"S": "x"}},
        "ReturnValues": "ALL_OLD",
    }
    (found,) = asked("UpdateItem", update)
    assert found.keys == keys("M#1", "mark", "old", "pk", "sk") | {
        "dynamodb:ReturnValues": "ALL_OLD"
    }


def test_what_touches_no_items_is_not_asked_about() -> None:
    assert asked("DescribeTable", {"TableName": "a"}) == []


def keys(leading: str, *attributes: str) -> dict[str, list[str]]:
    return {"dynamodb:LeadingKeys": [leading], "dynamodb:Attributes": sorted(attributes)}
