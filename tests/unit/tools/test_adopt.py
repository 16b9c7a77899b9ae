"""What becomes part of a new stack."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.template import load
from tools.adopt import NothingToAdopt, adopt

FORMER = {
    "arn:old": [("VaultSecret", "AWS::SecretsManager::Secret", "arn:first-secret")],
    "arn:young": [
        ("VaultSecret", "AWS::SecretsManager::Secret", "arn:secret"),
        ("NoLongerInTheTemplate", "AWS::S3::Bucket", "bucket"),
        ("MembersFunction", "AWS::Lambda::Function", "gone"),
    ],
}
TABLES = {"sapa-members", "sapa-auth"}


class NotFound(Exception):
    """DynamoDB's."""


class FakeAws:
    """Two deleted stacks of one name, and two tables that are left."""

    class exceptions:  # noqa: N801
        ResourceNotFoundException = NotFound

    def __init__(self, *, stands: bool = False, remembers: bool = True) -> None:
        self._stands, self._remembers = stands, remembers
        self.change: dict[str, Any] = {}
        self._listing = ""

    def __call__(self, _service: str) -> "FakeAws":
        return self

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        if self._stands:
            return {"Stacks": [{"StackStatus": "UPDATE_COMPLETE"}]}
        raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")

    def describe_table(self, TableName: str) -> None:  # noqa: N803
        if TableName not in TABLES:
            raise NotFound

    def get_paginator(self, name: str) -> "FakeAws":
        self._listing = name
        return self

    def paginate(self, StackName: str = "", **_: Any) -> Iterable[dict[str, Any]]:  # noqa: N803
        if self._listing == "list_stacks":
            known = [("sapa", "arn:old", 1), ("sapa", "arn:young", 2), ("other", "arn:x", 3)]
            stacks = [
                {"StackName": name, "StackId": arn, "CreationTime": at} for name, arn, at in known
            ]
            return [{"StackSummaries": stacks if self._remembers else []}]
        resources = [
            {
                "LogicalResourceId": name,
                "ResourceType": kind,
                "PhysicalResourceId": one,
                "ResourceStatus": "DELETE_COMPLETE" if one == "gone" else "DELETE_SKIPPED",
            }
            for name, kind, one in FORMER[StackName]
        ]
        return [{"StackResourceSummaries": resources}]

    def create_change_set(self, **change: Any) -> None:
        self.change = change

    def execute_change_set(self, **_: Any) -> None:
        pass

    def get_waiter(self, _name: str) -> "FakeAws":
        return self

    def wait(self, **_: Any) -> None:
        pass

    @property
    def imported(self) -> dict[str, dict[str, str]]:
        found = self.change["ResourcesToImport"]
        return {one["LogicalResourceId"]: one["ResourceIdentifier"] for one in found}


def test_tables_of_the_name_and_what_the_last_deleted_stack_kept_are_imported() -> None:
    aws = FakeAws()
    adopt(aws, "sapa", {})
    assert aws.imported == {
        "AuthTable": {"TableName": "sapa-auth"},
        "MembersTable": {"TableName": "sapa-members"},
        "VaultSecret": {"Id": "arn:secret"},
    }
    template = json.loads(aws.change["TemplateBody"])
    assert template["Resources"].keys() == aws.imported.keys()
    assert template["Resources"]["VaultSecret"] == load().resources["VaultSecret"]


def test_another_deleted_stack_can_be_named() -> None:
    aws = FakeAws()
    adopt(aws, "sapa", {}, "arn:old")
    assert aws.imported["VaultSecret"] == {"Id": "arn:first-secret"}


def test_what_cloudformation_has_forgotten_can_be_named() -> None:
    aws = FakeAws(remembers=False)
    adopt(aws, "sapa", {"SigningKey": "1234"})
    assert aws.imported.keys() == {"AuthTable", "MembersTable", "SigningKey"}
    assert aws.imported["SigningKey"] == {"KeyId": "1234"}


def test_a_stack_that_stands_adopts_nothing() -> None:
    with pytest.raises(NothingToAdopt, match="stands"):
        adopt(FakeAws(stands=True), "sapa", {})


def test_what_the_template_does_not_have_is_refused_by_its_name() -> None:
    with pytest.raises(NothingToAdopt, match="Vault"):
        adopt(FakeAws(), "sapa", {"Vault": "arn"})


def test_a_name_of_which_nothing_is_left_is_said() -> None:
    with pytest.raises(NothingToAdopt, match="elsewhere"):
        adopt(FakeAws(remembers=False), "elsewhere", {})
