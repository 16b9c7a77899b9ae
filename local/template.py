"""template.yaml as the local run uses it: functions, routes, tables, streams, headers."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local import known

ROOT = Path(__file__).parent.parent
PATH = ROOT / "template.yaml"
STACK = "sapa-local"

_CLOUD_ONLY = {"VAULT_SECRET_ARN", "SIGNING_KEY_ID"}


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the API; `public` needs no identity."""

    method: str
    path: str
    handler: str
    public: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as create_table takes it, and the attribute that holds an item's expiry."""

    name: str
    request: dict[str, Any]
    ttl: str | None


@dataclass(frozen=True, slots=True)
class Stream:
    """A function that a table's stream calls; `patterns` are its filters, any of which lets pass."""

    name: str
    handler: str
    table: str
    batch_size: int
    attempts: int
    patterns: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The headers CloudFront adds under a path pattern (`*` for all else): (name, value, override)."""

    pattern: str
    headers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """All that the local run takes from template.yaml."""

    routes: tuple[Route, ...]
    tables: tuple[Table, ...]
    streams: tuple[Stream, ...]
    environment: dict[str, str]
    authorizer_handler: str
    authorizer_seconds: int
    behaviours: tuple[Behaviour, ...]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, as their long forms."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise known.Unknown(f"!{suffix} with a mapping")
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def read(path: Path = PATH) -> dict[str, Any]:
    """The template as plain data, intrinsic functions in their long forms."""
    raw: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return raw


def load(path: Path = PATH, stack: str = STACK) -> Template:
    """The template for a stack of this name; known.Unknown where it says what we do not know."""
    raw = read(path)
    known.check(raw)
    resources: dict[str, Any] = raw["Resources"]
    tables = {
        name: _table(resource["Properties"], stack)
        for name, resource in resources.items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }
    functions = {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    identity = resources["Api"]["Properties"]["Auth"]["Authorizers"]["Identity"]
    authorizer = identity["FunctionArn"]["Ref"].removesuffix(".Alias")
    return Template(
        routes=tuple(route for f in functions.values() for route in _routes(f)),
        tables=tuple(tables.values()),
        streams=tuple(s for n, f in functions.items() for s in _streams(n, f, tables)),
        environment=_environment(raw, tables),
        authorizer_handler=functions[authorizer]["Handler"],
        authorizer_seconds=identity["Identity"]["ReauthorizeEvery"],
        behaviours=tuple(_behaviours(resources)),
    )


def _routes(function: dict[str, Any]) -> list[Route]:
    return [
        Route(
            event["Properties"]["Method"],
            event["Properties"]["Path"],
            function["Handler"],
            event["Properties"].get("Auth", {}).get("Authorizer") == "NONE",
        )
        for event in function.get("Events", {}).values()
        if event["Type"] == "HttpApi"
    ]


def _streams(name: str, function: dict[str, Any], tables: dict[str, Table]) -> list[Stream]:
    return [
        Stream(
            name=f"{name}.{event_name}",
            handler=function["Handler"],
            table=tables[event["Properties"]["Stream"]["Fn::GetAtt"][0]].name,
            batch_size=event["Properties"]["BatchSize"],
            attempts=1 + event["Properties"]["MaximumRetryAttempts"],
            patterns=tuple(
                json.loads(f["Pattern"]) for f in event["Properties"]["FilterCriteria"]["Filters"]
            ),
        )
        for event_name, event in function.get("Events", {}).items()
        if event["Type"] == "DynamoDB"
    ]


def _table(properties: dict[str, Any], stack: str) -> Table:
    name = properties["TableName"]["Fn::Sub"].replace("${AWS::StackName}", stack)
    taken = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    request = {key: properties[key] for key in taken if key in properties}
    request["TableName"] = name
    if stream := properties.get("StreamSpecification"):
        request["StreamSpecification"] = {"StreamEnabled": True, **stream}
    return Table(name, request, properties.get("TimeToLiveSpecification", {}).get("AttributeName"))


def _environment(raw: dict[str, Any], tables: dict[str, Table]) -> dict[str, str]:
    """What every function has in its environment, but for what only the cloud has."""
    variables = raw["Globals"]["Function"]["Environment"]["Variables"]
    return {
        name: value if isinstance(value, str) else tables[value["Ref"]].name
        for name, value in variables.items()
        if name not in _CLOUD_ONLY
    }


def _behaviours(resources: dict[str, Any]) -> list[Behaviour]:
    """CloudFront's behaviours, the default one last."""
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = [*config["CacheBehaviors"], {**config["DefaultCacheBehavior"], "PathPattern": "*"}]
    return [
        Behaviour(
            behaviour["PathPattern"],
            tuple(_headers(resources[behaviour["ResponseHeadersPolicyId"]["Ref"]])),
        )
        for behaviour in behaviours
    ]


def _headers(policy: dict[str, Any]) -> list[tuple[str, str, bool]]:
    config = policy["Properties"]["ResponseHeadersPolicyConfig"]
    items = config.get("CustomHeadersConfig", {}).get("Items", [])
    headers = [(item["Header"], item["Value"], item["Override"]) for item in items]
    for name, setting in config["SecurityHeadersConfig"].items():
        header, value = _security_header(name, setting)
        headers.append((header, value, setting["Override"]))
    return headers


def _security_header(name: str, setting: dict[str, Any]) -> tuple[str, str]:
    match name:
        case "ContentSecurityPolicy":
            return "Content-Security-Policy", setting["ContentSecurityPolicy"]
        case "ContentTypeOptions":
            return "X-Content-Type-Options", "nosniff"
        case "FrameOptions":
            return "X-Frame-Options", setting["FrameOption"]
        case "ReferrerPolicy":
            return "Referrer-Policy", setting["ReferrerPolicy"]
        case "StrictTransportSecurity":
            return "Strict-Transport-Security", f"max-age={setting['AccessControlMaxAgeSec']}"
    raise known.Unknown(f"the local run does not know the header {name}")
