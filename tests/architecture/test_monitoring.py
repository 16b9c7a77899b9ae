"""template.yaml and monitoring.yaml together: nothing that runs goes unwatched."""

import json
from typing import Any

import pytest
import yaml

from local.template import load
from shared.aws import observability
from tools.deploy import monitoring
from tools.deploy.sam import MONITORING
from tools.deploy.stack import Resource, Stack
from tools.deploy.stage import Stage

RESOURCES = load().resources
FUNCTIONS = {name for name, r in RESOURCES.items() if r["Type"] == "AWS::Serverless::Function"}
QUEUES = {name for name, r in RESOURCES.items() if r["Type"] == "AWS::SQS::Queue"}
LOGS = {name for name, r in RESOURCES.items() if r["Type"] == "AWS::Logs::LogGroup"}


class Loader(yaml.SafeLoader):
    """Short forms as {name: argument}."""


def short_form(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_scalar(node)}  # type: ignore[arg-type]


Loader.add_multi_constructor("!", short_form)
WATCHING = yaml.load(MONITORING.read_text(), Loader)


def given() -> dict[str, str]:
    """The parameters for a stack that made everything under its own name."""
    kinds = {"AWS::Serverless::Function": "AWS::Lambda::Function"}
    made = [Resource(n, kinds.get(r["Type"], r["Type"]), n) for n, r in RESOURCES.items()]
    return monitoring.parameters(Stage("sapa", "ap-southeast-3"), Stack(tuple(made), {}))


def loops() -> dict[str, tuple[Any, dict[str, Any]]]:
    """What each loop makes of an element: (the parameter or list, the alarm's properties)."""
    found = {}
    for name, said in WATCHING["Resources"].items():
        if name.startswith("Fn::ForEach::"):
            _, over, (resource,) = said[0], said[1], said[2].values()
            found[name.removeprefix("Fn::ForEach::")] = (over, resource)
    return found


LOOPS = loops()


@pytest.mark.parametrize(
    ("loop", "parameter", "metric"),
    [
        ("FailingFunctions", "Functions", "Errors"),
        ("ThrottledFunctions", "Functions", "Throttles"),
        ("SlowFunctions", "Answering", "Duration"),
        ("LateStreams", "Reading", "IteratorAge"),
        ("DeadLetters", "Queues", "ApproximateNumberOfMessagesVisible"),
    ],
)
def test_a_loop_watches_all_of_a_kind(loop: str, parameter: str, metric: str) -> None:
    over, resource = LOOPS[loop]
    assert over == {"Ref": parameter}
    assert resource["Type"] == "AWS::CloudWatch::Alarm"
    assert resource["Properties"]["MetricName"] == metric


def test_every_function_stream_and_queue_is_watched() -> None:
    named = {name: set(value.split(",")) for name, value in given().items()}
    assert named["Functions"] == FUNCTIONS
    assert named["Queues"] == QUEUES
    streams = {n for n in FUNCTIONS if "'Type': 'DynamoDB'" in str(RESOURCES[n]["Properties"])}
    assert named["Reading"] == streams
    called = {n for n in FUNCTIONS if "'Type': 'HttpApi'" in str(RESOURCES[n]["Properties"])}
    assert named["Answering"] == called | {"AuthorizerFunction"}


def test_every_dead_letter_queue_of_a_stream_is_a_queue_of_the_template() -> None:
    for name in FUNCTIONS:
        for event in RESOURCES[name]["Properties"].get("Events", {}).values():
            if event["Type"] == "DynamoDB":
                failed = event["Properties"]["DestinationConfig"]["OnFailure"]["Destination"]
                assert failed["Fn::GetAtt"][0] in QUEUES


def test_every_parameter_without_a_default_is_given() -> None:
    needed = {name for name, said in WATCHING["Parameters"].items() if "Default" not in said}
    assert given().keys() == needed


def test_everybody_who_is_to_be_told_is_told_of_every_alarm() -> None:
    single = [r for r in WATCHING["Resources"].values() if isinstance(r, dict)]
    looped = [resource for _, resource in LOOPS.values()]
    found = [r["Properties"] for r in single + looped if r["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(found) == 8
    assert all(alarm["AlarmActions"] == [{"Ref": "Topic"}] for alarm in found)


def test_a_run_that_is_missing_is_alarming_and_the_functions_say_when_it_was_finished() -> None:
    said = observability.ran.__annotations__["what"]
    runs, missing = LOOPS["MissingRuns"]
    assert set(runs) == set(LOOPS["DailyRuns"][0]) == set(said.__args__)
    assert missing["Properties"]["TreatMissingData"] == "breaching"
    pattern = LOOPS["DailyRuns"][1]["Properties"]["FilterPattern"]
    assert pattern == {"Sub": '{ $.ran = "${Run}" }'}


def test_the_alarm_that_ends_a_canary_is_there() -> None:
    preference = load().globals["DeploymentPreference"]
    (alarm,) = preference["Alarms"]
    name = WATCHING["Resources"]["ApiFails"]["Properties"]["AlarmName"]
    assert alarm["Fn::Sub"] == name["Sub"].replace("${Stack}", "${AWS::StackName}")


@pytest.mark.parametrize("name", sorted(LOGS))
def test_a_log_is_kept_for_a_limited_time(name: str) -> None:
    assert RESOURCES[name]["Properties"]["RetentionInDays"] <= 400


def test_every_function_logs_where_the_retention_is() -> None:
    own = {n for n in FUNCTIONS if "LoggingConfig" in RESOURCES[n]["Properties"]}
    assert own == set()
    assert load().globals["LoggingConfig"]["LogGroup"] == {"Ref": "FunctionsLog"}


def test_the_dashboard_can_be_read() -> None:
    text, values = WATCHING["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    filled = text.replace("${Names}", 'a\\" OR \\"b')
    widgets = json.loads(filled)["widgets"]
    assert len(widgets) >= 7
    assert values["Names"]["Join"][0] == '\\" OR \\"'
