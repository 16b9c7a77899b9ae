"""What every resource of template.yaml must say."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.template import load

RESOURCES = load().resources
FUNCTIONS = {n: r["Properties"] for n, r in RESOURCES.items() if r["Type"].endswith("::Function")}
TABLES = {n: r for n, r in RESOURCES.items() if r["Type"] == "AWS::DynamoDB::Table"}
KEPT = {
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
}


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, function in FUNCTIONS.items():
        for policy in function["Policies"]:
            for statement in policy.get("Statement", []):
                yield f"{name}.{statement['Sid']}", statement
    for name, resource in RESOURCES.items():
        if resource["Type"] in {"AWS::IAM::ManagedPolicy", "AWS::S3::BucketPolicy"}:
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
                yield f"{name}.{statement['Sid']}", statement


AUDIT = "EveryRoomPolicy.AuditIsAppendOnly"


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


STATEMENTS = dict(statements())


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_names_single_actions_and_its_resources(name: str) -> None:
    statement = STATEMENTS[name]
    assert statement["Effect"] == ("Deny" if name == AUDIT else "Allow")
    assert not [action for action in listed(statement["Action"]) if "*" in action]
    assert "*" not in listed(statement["Resource"])


OWNERS = {
    # What a worker's table calls it for, it goes on writing.
    "ExportsTable": {"ExportsFunction.OwnTable", "ExportsWorkFunction.OwnTable"},
    "SearchTable": {"MembersFunction.ListsAndSearch"},
}


def writes_to(table: str) -> dict[str, dict[str, Any]]:
    writing = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
    return {
        name: statement
        for name, statement in STATEMENTS.items()
        if statement["Effect"] == "Allow"
        and {"Fn::GetAtt": [table, "Arn"]} in listed(statement["Resource"])
        and writing & set(listed(statement["Action"]))
    }


@pytest.mark.parametrize("table", TABLES)
def test_only_its_own_room_writes_to_a_table_without_conditions(table: str) -> None:
    owners = OWNERS.get(table, {table.removesuffix("Table") + "Function.OwnTable"})
    unconditional = {name for name, s in writes_to(table).items() if "Condition" not in s}
    assert unconditional == owners


def test_entries_of_the_audit_are_neither_changed_nor_deleted() -> None:
    denied = STATEMENTS[AUDIT]
    assert set(denied["Action"]) == {"dynamodb:DeleteItem", "dynamodb:UpdateItem"}
    assert denied["Condition"] == {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": ["AUDIT#*"]}}
    writing = [n for n, f in FUNCTIONS.items() if "AUDIT#" in str(f) or "AuthTable" in str(f)]
    assert all({"Ref": "EveryRoomPolicy"} in FUNCTIONS[name]["Policies"] for name in writing)


@pytest.mark.parametrize("name", [n for n in STATEMENTS if "Condition" in STATEMENTS[n]])
def test_a_condition_never_begins_with_a_wildcard(name: str) -> None:
    for test in STATEMENTS[name]["Condition"].values():
        for values in test.values():
            assert not [v for v in listed(values) if isinstance(v, str) and v.startswith("*")]


@pytest.mark.parametrize("name", [n for n, r in RESOURCES.items() if r["Type"] in KEPT])
def test_data_keys_and_logs_outlive_the_stack(name: str) -> None:
    assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


def events(function: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = function.get("Events", {}).values()
    return [event["Properties"] for event in found if event["Type"] == kind]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_functions_that_people_wait_for_have_a_snapshot(name: str) -> None:
    """A core system, which calls the feed, can wait two seconds once in a while."""
    by_people = events(FUNCTIONS[name], "HttpApi") and name != "FeedFunction"
    waited_for = bool(by_people) or name == "AuthorizerFunction"
    snapshot = {"ApplyOn": {"Fn::If": ["SnapStartOn", "PublishedVersions", "None"]}}
    assert FUNCTIONS[name].get("SnapStart") == (snapshot if waited_for else None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_with_a_snapshot_has_no_more_than_the_usual_disk(name: str) -> None:
    """AWS refuses SnapStart with more than 512 MB (Lambda Developer Guide, SnapStart)."""
    disk = FUNCTIONS[name].get("EphemeralStorage", {"Size": 512})["Size"]
    assert disk <= 512 or "SnapStart" not in FUNCTIONS[name]


def test_two_stacks_in_one_account_have_names_of_their_own() -> None:
    named = [event["Name"] for f in FUNCTIONS.values() for event in events(f, "ScheduleV2")]
    named += [table["Properties"]["TableName"] for table in TABLES.values()]
    assert len(named) == len({str(name) for name in named})
    assert all(name["Fn::Sub"].startswith("${AWS::StackName}-") for name in named)


# Links to what a core system sent, and entries, are kept as long as what they are of.
NEVER_EXPIRING = {"FeedTable", "SearchTable"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_encrypted_protected_expiring_and_paid_by_request(name: str) -> None:
    table = TABLES[name]["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["DeletionProtected", True, False]}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    if name not in NEVER_EXPIRING:
        assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]


def test_the_bucket_is_private_and_answers_only_the_distribution() -> None:
    bucket = RESOURCES["SiteBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (statement,) = RESOURCES["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "AWS:SourceArn" in statement["Condition"]["StringEquals"]


@pytest.mark.parametrize(
    ("name", "lanes"),
    [("ImportsWorkFunction", 10), ("ExportsWorkFunction", 10), ("RemindersDeliverFunction", 2)],
)
def test_a_record_that_takes_long_holds_up_only_those_of_its_own_key(name: str, lanes: int) -> None:
    (stream,) = events(FUNCTIONS[name], "DynamoDB")
    assert stream["ParallelizationFactor"] == lanes
