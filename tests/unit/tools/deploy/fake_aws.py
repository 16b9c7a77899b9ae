"""The few calls of AWS that a deployment makes, answered from memory; `said` has their order."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from botocore.exceptions import ClientError

STACK = "sapa"
FUNCTION = "sapa-MembersFunction-1"


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "call")


class Pages:
    def __init__(self, *pages: dict[str, Any]) -> None:
        self._pages = pages

    def paginate(self, **_: Any) -> Iterable[dict[str, Any]]:
        return self._pages


class Waiter:
    def wait(self, **_: Any) -> None:
        pass


class FakeAws:
    """S3, CloudFront, CloudFormation and Lambda of one stack with one function."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.objects: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.status: str | None = "UPDATE_COMPLETE"
        self.published, self.live = ["1"], "1"
        self.keys: dict[str, str] = {}

    def __call__(self, _service: str) -> "FakeAws":
        return self

    # S3

    def put_object(self, Bucket: str, Key: str, Body: bytes, **headers: str) -> None:  # noqa: N803
        self.said.append(f"put {Key}")
        self.objects[Key] = (Body, headers)

    def get_object(self, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        return {"Body": BytesIO(self.objects[Key][0])}

    def delete_object(self, Bucket: str, Key: str) -> None:  # noqa: N803
        del self.objects[Key]

    # CloudFront

    def create_invalidation(self, InvalidationBatch: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        self.said.append(f"forget {' '.join(InvalidationBatch['Paths']['Items'])}")
        return {"Invalidation": {"Id": "1"}}

    # CloudFormation

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        if self.status is None:
            raise error("ValidationError")
        outputs = [{"OutputKey": "SiteUrl", "OutputValue": "https://sapa.example"}]
        return {"Stacks": [{"StackStatus": self.status, "Outputs": outputs}]}

    def delete_stack(self, StackName: str) -> None:  # noqa: N803
        self.said.append(f"delete stack {StackName}")
        self.status = None

    def get_waiter(self, _name: str) -> Waiter:
        return Waiter()

    def _resources(self) -> list[dict[str, str]]:
        arn = f"arn:aws:lambda:ap-southeast-3:1:function:{FUNCTION}:{self.published[-1]}"
        made = [
            ("MembersFunction", "AWS::Lambda::Function", FUNCTION),
            ("RemindersSweepFunction", "AWS::Lambda::Function", "sapa-sweep"),
            ("AuthorizerFunction", "AWS::Lambda::Function", "sapa-authorizer"),
            ("MembersFunctionVersion1", "AWS::Lambda::Version", arn),
            ("FailedCountsQueue", "AWS::SQS::Queue", "https://sqs/1/sapa-counts"),
            ("Api", "AWS::ApiGatewayV2::Api", "api"),
            ("FunctionsLog", "AWS::Logs::LogGroup", "sapa-log"),
            ("SiteBucket", "AWS::S3::Bucket", "sapa-site"),
            ("Distribution", "AWS::CloudFront::Distribution", "E1"),
        ]
        return [
            {
                "LogicalResourceId": name,
                "ResourceType": kind,
                "PhysicalResourceId": identifier,
                "ResourceStatus": "CREATE_COMPLETE",
            }
            for name, kind, identifier in made
        ]

    # Lambda

    def get_alias(self, FunctionName: str, Name: str) -> dict[str, Any]:  # noqa: N803
        return {"FunctionVersion": self.live}

    def update_alias(self, FunctionName: str, FunctionVersion: str, **_: Any) -> None:  # noqa: N803
        self.said.append(f"live {FunctionVersion}")
        self.live = FunctionVersion

    def get_function_configuration(self, FunctionName: str, Qualifier: str) -> dict[str, Any]:  # noqa: N803
        if Qualifier not in self.published:
            raise error("ResourceNotFoundException")
        keys = {"SIGNING_KEYS": self.keys.get(Qualifier, ""), "SIGNING_KEY_ID": "own"}
        return {"Environment": {"Variables": keys}}

    def delete_function(self, FunctionName: str, Qualifier: str) -> None:  # noqa: N803
        self.published.remove(Qualifier)

    def get_paginator(self, name: str) -> Pages:
        match name:
            case "list_objects_v2":
                return ObjectPages(self)
            case "list_stack_resources":
                return Pages({"StackResourceSummaries": self._resources()})
        versions = [{"Version": version} for version in ("$LATEST", *self.published)]
        return Pages({"Versions": versions})


class ObjectPages(Pages):
    def __init__(self, aws: FakeAws) -> None:
        self._aws = aws

    def paginate(self, **asked: Any) -> Iterable[dict[str, Any]]:
        found = sorted(key for key in self._aws.objects if key.startswith(asked["Prefix"]))
        return [{"Contents": [{"Key": key} for key in found]}]
