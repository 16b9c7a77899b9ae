"""A change of only the layer or the environment publishes a version (SnapStart needs one)."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from local.template import PATH
from tools.deploy.sam import stamped

Sam = dict[str, Any]


class NoManagedPolicies:
    """The template names none that SAM would look up."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-3")


def packaged() -> Sam:
    """The template as `sam package` leaves it: folders are objects in a bucket."""
    template: Sam = yaml_parse(PATH.read_text())
    template["Globals"]["Function"]["CodeUri"] = "s3://artifacts/functions-1"
    template["Resources"]["SharedLayer"]["Properties"]["ContentUri"] = "s3://artifacts/layer-1"
    return template


def transformed(template: Sam, **parameters: str) -> Sam:
    resources: Sam = transform(template, parameters, NoManagedPolicies())["Resources"]
    return resources


@cache
def unchanged() -> Sam:
    return transformed(packaged())


def versions(resources: Sam) -> dict[str, str]:
    """Logical ids of the published versions, by function."""
    return {
        resource["Properties"]["FunctionName"]["Ref"]: name
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Lambda::Version"
    }


def layer(template: Sam) -> None:
    template["Resources"]["SharedLayer"]["Properties"]["ContentUri"] = "s3://artifacts/layer-2"


def environment(template: Sam) -> None:
    template["Globals"]["Function"]["Environment"]["Variables"]["SERVER_TIMING"] = "1"


def memory(template: Sam) -> None:
    template["Globals"]["Function"]["MemorySize"] = 2048
    for resource in template["Resources"].values():
        if "MemorySize" in resource.get("Properties", {}):
            resource["Properties"]["MemorySize"] = 2048


def code(template: Sam) -> None:
    template["Globals"]["Function"]["CodeUri"] = "s3://artifacts/functions-2"


@pytest.mark.parametrize("change", [layer, environment, memory, code])
def test_a_change_publishes_a_version_of_every_function(change: Callable[[Sam], None]) -> None:
    before = versions(unchanged())
    template = packaged()
    change(template)
    after = versions(transformed(template))
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())


def test_no_change_publishes_nothing() -> None:
    assert versions(unchanged()) == versions(transformed(packaged()))


def test_a_changed_parameter_publishes_a_version_of_every_function() -> None:
    """SAM looks at a parameter's name, not its value; `make deploy` stamps the template."""
    one, other = (
        versions(transformed(stamped(packaged(), {"MailFrom": value}))) for value in ("a", "b")
    )
    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())


def test_every_function_has_an_alias_and_a_snapshot_only_where_people_wait() -> None:
    resources = unchanged()
    functions = [r for r in resources.values() if r["Type"] == "AWS::Lambda::Function"]
    aliases = [r for r in resources.values() if r["Type"] == "AWS::Lambda::Alias"]
    assert len(functions) == len(aliases) == len(versions(resources))
    snapshot = {"ApplyOn": {"Fn::If": ["SnapStartOn", "PublishedVersions", "None"]}}
    waited_for = [f for f in functions if f["Properties"].get("SnapStart")]
    assert 8 <= len(waited_for) < len(functions)
    for function in functions:
        assert function["Properties"].get("SnapStart") in (None, snapshot)
        assert function["Properties"]["Runtime"] == "python3.13"
        assert function["Properties"]["Architectures"] == ["arm64"]


def test_the_gateway_calls_every_function_by_its_alias() -> None:
    resources = unchanged()
    paths = resources["Api"]["Properties"]["Body"]["paths"]
    uris = [
        operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        for operations in paths.values()
        for operation in operations.values()
    ]
    assert uris
    assert all("Aliaslive}" in uri for uri in uris)


def of_kind(resources: Sam, kind: str) -> list[Sam]:
    return [r["Properties"] for r in resources.values() if r["Type"] == kind]


def test_with_a_canary_every_function_has_an_alarm_that_ends_it() -> None:
    resources = transformed(packaged(), Canary="true")
    groups = of_kind(resources, "AWS::CodeDeploy::DeploymentGroup")
    assert len(groups) == len(versions(resources))
    alarm = {"Name": {"Fn::Sub": "${AWS::StackName}-api-5xx"}}
    assert all(group["AlarmConfiguration"]["Alarms"] == [alarm] for group in groups)


def test_without_a_canary_nothing_of_it_is_made() -> None:
    assert of_kind(unchanged(), "AWS::CodeDeploy::DeploymentGroup") == []
