"""A stack as it stands in CloudFormation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Clients = Callable[[str], Any]
"""boto3's client of a service, in the stage's region."""

NOTHING_CAME_UP = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS"}
"""Of a first deployment that failed: it can only be deleted, and nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing that a stack made: the template's name, its type and what AWS calls it."""

    name: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Stack:
    """What a stack made, and says."""

    resources: tuple[Resource, ...]
    outputs: Mapping[str, str]

    @property
    def made(self) -> dict[str, str]:
        """AWS's names by the template's."""
        return {resource.name: resource.id for resource in self.resources}

    def of_kind(self, kind: str) -> list[Resource]:
        return [resource for resource in self.resources if resource.kind == kind]


def status(clients: Clients, name: str) -> str | None:
    """The stack's status; None where there is none."""
    try:
        found = clients("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            return None
        raise
    return str(found[0]["StackStatus"]) if found else None


def is_first(clients: Clients, name: str) -> bool:
    """Whether nothing is deployed yet; what an earlier, failed try left is deleted."""
    found = status(clients, name)
    if found is None:
        return True
    if found not in NOTHING_CAME_UP:
        return False
    formation = clients("cloudformation")
    formation.delete_stack(StackName=name)
    formation.get_waiter("stack_delete_complete").wait(StackName=name)
    return True


def read(clients: Clients, name: str) -> Stack:
    """The stack's resources and outputs."""
    (described,) = clients("cloudformation").describe_stacks(StackName=name)["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}
    return Stack(tuple(read_resources(clients, name, "CREATE", "UPDATE", "IMPORT")), outputs)


def read_resources(clients: Clients, name: str, *states: str) -> list[Resource]:
    """What a stack made, as far as its status begins like one of these."""
    pages = clients("cloudformation").get_paginator("list_stack_resources").paginate(StackName=name)
    return [
        Resource(one["LogicalResourceId"], one["ResourceType"], one["PhysicalResourceId"])
        for page in pages
        for one in page["StackResourceSummaries"]
        if "PhysicalResourceId" in one and one["ResourceStatus"].startswith(states)
    ]
