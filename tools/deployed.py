"""The environment of a deployed stack's functions, for commands that an operator runs beside it."""

from typing import Any

from local import template


def environment(stack: str, cloudformation: Any) -> dict[str, str]:
    """Every variable of template.yaml: what it says itself, and what the stack made.

    `cloudformation` is boto3's client of the stack's region. A KMS key comes by its id, which KMS
    takes as it takes an ARN.
    """
    described = template.load(stack)
    made = resources(stack, cloudformation)
    named = {variable: made[name] for variable, name in described.cloud_only.items()}
    return described.environment | named


def resources(stack: str, cloudformation: Any) -> dict[str, str]:
    """What the stack made, by the template's names."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for page in pages
        for resource in page["StackResourceSummaries"]
    }
