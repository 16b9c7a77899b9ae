"""A new key is trusted before it signs, and the old one until its tokens are over."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tools import rotate_signing_key

NAME, REGION = "sapa", "ap-southeast-3"
OWN, NEW = "arn:aws:kms:x:1:key/own", "arn:aws:kms:x:1:key/new"


class FakeAws:
    """A stack with its own key, and a KMS that makes one other."""

    def __init__(self) -> None:
        self.keys = ""
        self.deployed: list[str] = []
        self.stamps: list[str] = []

    def __call__(self, _service: str) -> "FakeAws":
        return self

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        keys = {"ParameterKey": "SigningKeys", "ParameterValue": self.keys}
        return {"Stacks": [{"Parameters": [keys]}]}

    def get_paginator(self, _name: str) -> "FakeAws":
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        key = {
            "LogicalResourceId": "SigningKey",
            "ResourceType": "AWS::KMS::Key",
            "PhysicalResourceId": "own",
            "ResourceStatus": "CREATE_COMPLETE",
        }
        return [{"StackResourceSummaries": [key]}]

    def describe_key(self, KeyId: str) -> dict[str, Any]:  # noqa: N803
        return {"KeyMetadata": {"Arn": f"arn:aws:kms:x:1:key/{KeyId}"}}

    def create_key(self, KeySpec: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        assert KeySpec == "ECC_NIST_P256"
        return {"KeyMetadata": {"Arn": NEW}}

    def get_template(self, **_: Any) -> dict[str, Any]:
        return {"TemplateBody": "Globals: {Function: {CodeUri: 's3://artifacts/1'}}"}

    def sam(self, arguments: Sequence[str]) -> None:
        self.keys = arguments[-1].removeprefix("SigningKeys=")
        self.deployed.append(self.keys)
        path = Path(arguments[arguments.index("--template-file") + 1])
        function = yaml.safe_load(path.read_text())["Globals"]["Function"]
        assert function["CodeUri"] == "s3://artifacts/1"
        self.stamps.append(function["Environment"]["Variables"]["PARAMETERS"])


def test_the_new_key_is_trusted_first_and_signs_then() -> None:
    aws = FakeAws()
    assert rotate_signing_key.rotate(aws, NAME, REGION, aws.sam) == NEW
    assert aws.deployed == [f"{OWN},{NEW}", f"{NEW},{OWN}"]


def test_each_deployment_publishes_new_versions() -> None:
    aws = FakeAws()
    rotate_signing_key.rotate(aws, NAME, REGION, aws.sam)
    assert len(set(aws.stamps)) == 2


def test_in_the_end_only_the_key_that_signs_is_trusted() -> None:
    aws = FakeAws()
    rotate_signing_key.rotate(aws, NAME, REGION, aws.sam)
    rotate_signing_key.finish(aws, NAME, REGION, aws.sam)
    assert aws.keys == NEW
