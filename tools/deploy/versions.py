"""Published versions of functions, and the alias that says which one is live."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from .stack import Clients, Stack

ALIAS = "live"
Versions = Mapping[str, str]
"""A version's number by the function's name."""


class Gone(Exception):
    """A version that would be needed was deleted, or cannot sign any more."""


def deployed(stack: Stack) -> dict[str, str]:
    """The versions that the stack published last."""
    arns = [resource.id.split(":") for resource in stack.of_kind("AWS::Lambda::Version")]
    return {parts[6]: parts[7] for parts in arns}


def live(clients: Clients, functions: Versions) -> dict[str, str]:
    """The versions to which the aliases point."""
    return {name: str(_alias(clients("lambda"), name)["FunctionVersion"]) for name in functions}


def point(clients: Clients, versions: Versions) -> list[str]:
    """Let the aliases point to these versions; the functions that were moved, all or none."""
    client, now = clients("lambda"), live(clients, versions)
    moved = [name for name, version in versions.items() if now[name] != version]
    for name in moved:
        _configuration(client, name, versions[name])
    for name in moved:
        client.update_alias(
            FunctionName=name,
            Name=ALIAS,
            FunctionVersion=versions[name],
            RoutingConfig={"AdditionalVersionWeights": {}},
        )
    return moved


def require_trusted(clients: Clients, former: Versions, latest: Versions) -> None:
    """Gone where a former version signs by a key that the latest one trusts no more: its role may
    not use that any more, and nobody could sign in."""
    client = clients("lambda")
    for name, version in former.items():
        if not _keys(client, name, version) <= _keys(client, name, latest[name]):
            raise Gone(f"version {version} of {name} signs by a key that was replaced since")


def delete_old(clients: Clients, current: Versions, former: Versions) -> int:
    """Delete versions that are neither live nor the ones to go back to: snapshots are paid for."""
    client, count = clients("lambda"), 0
    for name, version in current.items():
        kept = {"$LATEST", version, former.get(name, version), *_weighted(_alias(client, name))}
        pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
        published = [one["Version"] for page in pages for one in page["Versions"]]
        for old in [one for one in published if one not in kept]:
            client.delete_function(FunctionName=name, Qualifier=old)
            count += 1
    return count


def _configuration(client: Any, name: str, version: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = client.get_function_configuration(
            FunctionName=name, Qualifier=version
        )
    except ClientError as error:
        raise Gone(f"version {version} of {name} is not there: {error}") from error
    return found


def _keys(client: Any, name: str, version: str) -> set[str]:
    """The signing keys that a version trusts, as shared/kernel/settings.py reads them."""
    variables = _configuration(client, name, version).get("Environment", {}).get("Variables", {})
    listed = variables.get("SIGNING_KEYS") or variables.get("SIGNING_KEY_ID") or ""
    return set(filter(None, listed.split(",")))


def _alias(client: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get_alias(FunctionName=name, Name=ALIAS)
    return found


def _weighted(alias: Mapping[str, Any]) -> set[str]:
    routing = alias.get("RoutingConfig") or {}
    return {alias["FunctionVersion"], *(routing.get("AdditionalVersionWeights") or {})}
