"""Take what a deleted stack left, or restored tables, into a new stack of this name.

    python -m tools.adopt --stack NAME [--former STACK_ID] [--resource VaultSecret=ARN …]

What was kept of the last deleted stack of that name (or of --former, its full id) is imported by
CloudFormation; so are tables that are named as the stack would name them, and what is given by its
name in template.yaml. Then deploy as always. CloudFormation remembers a deleted stack for 90 days.
docs/operations/recovery.md.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from local.template import load
from tools.deploy.stack import Clients, Resource, read_resources, status

IDENTIFIERS = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::KMS::Key": "KeyId",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SecretsManager::Secret": "Id",
}
"""By what CloudFormation finds a resource that it is to import."""


class NothingToAdopt(Exception):
    """The stack stands, nothing of that name is there, or the template does not have it."""


def main() -> None:
    """Adopt, and print what was adopted; exit code 1 with the reason where that cannot be."""
    parser = argparse.ArgumentParser(description="Take what was kept into a new stack.")
    parser.add_argument("--stack", required=True, help="the new stack's name")
    parser.add_argument("--former", help="the id (ARN) of the deleted stack")
    parser.add_argument("--resource", action="append", default=[], help="NAME=ID, once or often")
    given = parser.parse_args()
    named = dict(text.split("=", 1) for text in given.resource)
    clients: Clients = boto3.client  # type: ignore[assignment]
    try:
        for resource in adopt(clients, given.stack, named, given.former):
            print(f"{resource.name}: {resource.id}")
    except (NothingToAdopt, ClientError, WaiterError) as error:
        sys.exit(str(error))


def adopt(
    clients: Clients, name: str, named: Mapping[str, str], former: str | None = None
) -> list[Resource]:
    """Import what is there into a new stack; what was imported."""
    if status(clients, name):
        raise NothingToAdopt(f"{name} stands; only a new stack can adopt")
    found = {one.name: one for one in tables(clients, name)}
    found |= {one.name: one for one in kept(clients, former or deleted(clients, name))}
    kinds = {logical: resource["Type"] for logical, resource in load().resources.items()}
    if unknown := named.keys() - kinds.keys():
        raise NothingToAdopt(f"template.yaml has no {', '.join(sorted(unknown))}")
    found |= {logical: Resource(logical, kinds[logical], one) for logical, one in named.items()}
    if not found:
        raise NothingToAdopt(f"no table of {name} is there, and no deleted stack of that name")
    resources = sorted(found.values(), key=lambda one: one.name)
    formation, change = clients("cloudformation"), "adopt"
    formation.create_change_set(
        StackName=name,
        ChangeSetName=change,
        ChangeSetType="IMPORT",
        TemplateBody=json.dumps(template_of(resources)),
        ResourcesToImport=[
            {
                "ResourceType": one.kind,
                "LogicalResourceId": one.name,
                "ResourceIdentifier": {IDENTIFIERS[one.kind]: one.id},
            }
            for one in resources
        ],
    )
    formation.get_waiter("change_set_create_complete").wait(StackName=name, ChangeSetName=change)
    formation.execute_change_set(StackName=name, ChangeSetName=change)
    formation.get_waiter("stack_import_complete").wait(StackName=name)
    return resources


def tables(clients: Clients, name: str) -> list[Resource]:
    """The tables that are named as those of the stack."""
    client, found = clients("dynamodb"), []
    for logical, resource in load(name).resources.items():
        if resource["Type"] == "AWS::DynamoDB::Table":
            table = resource["Properties"]["TableName"]["Fn::Sub"].replace(
                "${AWS::StackName}", name
            )
            if _is_there(client, table):
                found.append(Resource(logical, resource["Type"], table))
    return found


def deleted(clients: Clients, name: str) -> str | None:
    """The id of the stack of this name that was deleted last."""
    pages = clients("cloudformation").get_paginator("list_stacks")
    found = [
        one
        for page in pages.paginate(StackStatusFilter=["DELETE_COMPLETE"])
        for one in page["StackSummaries"]
        if one["StackName"] == name
    ]
    return max(found, key=lambda one: one["CreationTime"])["StackId"] if found else None


def kept(clients: Clients, former: str | None) -> Iterable[Resource]:
    """What a deleted stack left, as far as the template still has it."""
    if former is None:
        return []
    declared = load().resources
    return [
        one
        for one in read_resources(clients, former, "DELETE_SKIPPED")
        if one.kind in IDENTIFIERS and declared.get(one.name, {}).get("Type") == one.kind
    ]


def template_of(resources: Sequence[Resource]) -> dict[str, Any]:
    """These resources of template.yaml alone: an import may bring nothing else."""
    template = load()
    declared: Mapping[str, Any] = template.resources
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": template.parameters,
        "Conditions": template.conditions,
        "Resources": {one.name: declared[one.name] for one in resources},
    }


def _is_there(client: Any, table: str) -> bool:
    try:
        client.describe_table(TableName=table)
    except client.exceptions.ResourceNotFoundException:
        return False
    return True


if __name__ == "__main__":
    main()
