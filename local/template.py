"""template.yaml as the local run and the tests read it: routes, tables, streams, schedules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from local import template_properties

PATH = Path(__file__).parents[1] / "template.yaml"
STACK = "sapa-local"

_FUNCTION = "AWS::Serverless::Function"
_TABLE = "AWS::DynamoDB::Table"
_FILES = "FilesBucket"
_CLOUD_ONLY = {"AWS::SecretsManager::Secret", "AWS::KMS::Key", "AWS::S3::Bucket"}
_LOCALLY_USED_OF_TABLE = (
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "BillingMode",
)
_OF_LISTS = {"Equals", "If", "Not", "Split"}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms `!Ref`, `!Sub`, `!GetAtt` and those of lists."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode) and suffix in _OF_LISTS:
        return {f"Fn::{suffix}": loader.construct_sequence(node, deep=True)}
    text = loader.construct_scalar(node)  # type: ignore[arg-type]
    match suffix:
        case "Ref":
            return {"Ref": text}
        case "Sub":
            return {"Fn::Sub": text}
        case "GetAtt":
            return {"Fn::GetAtt": text.split(".", 1)}
    raise template_properties.UnknownProperty(f"!{suffix} in template.yaml")


_Loader.add_multi_constructor("!", _intrinsic)


@cache
def _parsed(text: str) -> Mapping[str, Any]:
    raw: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506 (_Loader is a SafeLoader)
    template_properties.check(raw)
    return raw


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the HTTP API: `GET /members/{member_id}` answered by a handler's module."""

    method: str
    path: str
    handler: str
    public: bool

    @property
    def key(self) -> str:
        """As API Gateway names it in an event."""
        return f"{self.method} {self.path}"

    @property
    def module(self) -> str:
        return self.handler.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what CreateTable takes, and the attribute that expires its items."""

    definition: dict[str, Any]
    ttl_attribute: str | None

    @property
    def name(self) -> str:
        return str(self.definition["TableName"])


@dataclass(frozen=True, slots=True)
class StreamSource:
    """A function that gets a table's changes; `patterns` are EventBridge patterns, any matches.

    `lanes` is how many of its calls may be at work at once, each on other partition keys.
    """

    function: str
    handler: str
    table: str
    batch_size: int
    attempts: int
    patterns: tuple[dict[str, Any], ...] = ()
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Schedule:
    """A function that is called at times; a `zone` of None is the cooperative's own."""

    function: str
    handler: str
    expression: str
    zone: str | None

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.function} {self.expression}"


@dataclass(frozen=True, slots=True)
class Expiry:
    """Files whose keys begin with `prefix` go after so many days."""

    prefix: str
    days: int


@dataclass(frozen=True, slots=True)
class Authorizer:
    """The default authorizer: its handler and for how many seconds its answer is kept."""

    handler: str
    ttl: int


class Template:
    """The checked template of one stack (its name is the first part of table names)."""

    def __init__(self, text: str, stack: str = STACK) -> None:
        raw = _parsed(text)
        self._stack = stack
        self.globals: Mapping[str, Any] = raw["Globals"]["Function"]
        self.resources: Mapping[str, Any] = raw["Resources"]
        self.parameters: Mapping[str, Any] = raw.get("Parameters", {})
        self.conditions: Mapping[str, Any] = raw.get("Conditions", {})

    def _of_type(self, kind: str) -> list[Mapping[str, Any]]:
        return [r["Properties"] for r in self.resources.values() if r["Type"] == kind]

    def _text(self, value: Any) -> str | None:
        """Text as it is; of a reference a table's name, a parameter's default. None: cloud only."""
        match value:
            case str() | int():
                return str(value)
            case {"Fn::Sub": str(text)} if text.startswith("${AWS::StackName}-"):
                return text.replace("${AWS::StackName}", self._stack)
            case {"Ref": name} if name in self.parameters:
                return str(self.parameters[name]["Default"])
            case {"Ref": name} | {"Fn::GetAtt": [name, *_]}:
                resource = self.resources[name]
                if resource["Type"] == _TABLE:
                    return self._text(resource["Properties"]["TableName"])
                if resource["Type"] in _CLOUD_ONLY:
                    return None
        raise template_properties.UnknownProperty(f"{value} has no meaning in the local run")

    @property
    def environment(self) -> dict[str, str]:
        """Every variable of the functions but those that name cloud-only things."""
        texts = {name: self._text(value) for name, value in self._variables.items()}
        return {name: text for name, text in texts.items() if text is not None}

    @property
    def cloud_only(self) -> dict[str, str]:
        """The other variables, with the resource that each names."""
        return {
            name: value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0]
            for name, value in self._variables.items()
            if self._text(value) is None
        }

    @property
    def _variables(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self.globals["Environment"]["Variables"])
        for function in self._of_type(_FUNCTION):
            found |= function.get("Environment", {}).get("Variables", {})
        return found

    @property
    def routes(self) -> list[Route]:
        return [
            Route(
                method=event["Method"],
                path=event["Path"],
                handler=function["Handler"],
                public=event.get("Auth", {}).get("Authorizer") == "NONE",
            )
            for _, function, event in self._events("HttpApi")
        ]

    @property
    def streams(self) -> list[StreamSource]:
        return [
            StreamSource(
                function=name,
                handler=function["Handler"],
                table=self._text(event["Stream"]) or "",
                batch_size=event.get("BatchSize", 100),
                attempts=event.get("MaximumRetryAttempts", 10) + 1,
                patterns=tuple(
                    json.loads(f["Pattern"])
                    for f in event.get("FilterCriteria", {}).get("Filters", [])
                ),
                lanes=event.get("ParallelizationFactor", 1),
            )
            for name, function, event in self._events("DynamoDB")
        ]

    @property
    def schedules(self) -> list[Schedule]:
        return [
            Schedule(name, function["Handler"], event["ScheduleExpression"], _zone(event))
            for name, function, event in self._events("ScheduleV2")
        ]

    def _events(self, kind: str) -> list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """(a function's name, what it is, the event) of each event of a kind."""
        return [
            (name, resource["Properties"], event["Properties"])
            for name, resource in self.resources.items()
            if resource["Type"] == _FUNCTION
            for event in resource["Properties"].get("Events", {}).values()
            if event["Type"] == kind
        ]

    @property
    def authorizer(self) -> Authorizer:
        (api,) = self._of_type("AWS::Serverless::HttpApi")
        chosen = api["Auth"]["Authorizers"][api["Auth"]["DefaultAuthorizer"]]
        function = self.resources[chosen["FunctionArn"]["Ref"].removesuffix(".Alias")]
        return Authorizer(function["Properties"]["Handler"], chosen["Identity"]["ReauthorizeEvery"])

    @property
    def expiries(self) -> list[Expiry]:
        """How long the bucket of files keeps what."""
        rules = self.resources[_FILES]["Properties"]["LifecycleConfiguration"]["Rules"]
        return [
            Expiry(rule.get("Prefix", ""), rule["ExpirationInDays"])
            for rule in rules
            if "ExpirationInDays" in rule
        ]

    @property
    def tables(self) -> list[Table]:
        return [self._table(properties) for properties in self._of_type(_TABLE)]

    def _table(self, properties: Mapping[str, Any]) -> Table:
        definition = {k: properties[k] for k in _LOCALLY_USED_OF_TABLE if k in properties}
        definition["TableName"] = self._text(properties["TableName"])
        if stream := properties.get("StreamSpecification"):
            definition["StreamSpecification"] = {"StreamEnabled": True, **stream}
        ttl = properties.get("TimeToLiveSpecification", {})
        return Table(definition, ttl.get("AttributeName") if ttl.get("Enabled") else None)


def _zone(event: Mapping[str, Any]) -> str | None:
    """The parameter Zone is a deployment's copy of the cooperative's setting."""
    zone = event.get("ScheduleExpressionTimezone", "UTC")
    return None if zone == {"Ref": "Zone"} else str(zone)


def load(stack: str = STACK) -> Template:
    """The project's template."""
    return Template(PATH.read_text(encoding="utf-8"), stack)
