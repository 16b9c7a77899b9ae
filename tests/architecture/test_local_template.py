"""The local run refuses what it does not know, so that nothing of the template is silently lost."""

import pytest

from local.template import PATH, Schedule, Template, load
from local.template_properties import UnknownProperty

TEXT = PATH.read_text()


def changed(old: str, new: str) -> Template:
    assert old in TEXT
    return Template(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("      BillingMode:", "      TableClass: STANDARD\n      BillingMode:", "TableClass"),
        ("    Timeout: 10\n", "    Timeout: 10\n    RolePath: /x/\n", "RolePath"),
        ("Handler: members.app", "KmsKeyArn: x\n      Handler: members.app", "KmsKeyArn"),
        ("Path: /members}", "Path: /members, TimeoutInMillis: 9}", "TimeoutInMillis"),
        ("BatchSize: 500", "BatchSize: 500\n            TumblingWindowInSeconds: 5", "Tumbling"),
        ("AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::SNS::Topic"),
        ("Type: DynamoDB\n", "Type: Kinesis\n", "Kinesis"),
        ("Transform:", "Mappings: {}\nTransform:", "Mappings"),
        ("!Ref AWS::StackName", "!ImportValue x", "!ImportValue"),
    ],
)
def test_an_unknown_part_is_refused_by_its_name(old: str, new: str, named: str) -> None:
    with pytest.raises(UnknownProperty, match=named):
        changed(old, new)


def test_a_variable_that_cannot_be_resolved_here_is_refused() -> None:
    template = changed('SERVER_TIMING: "0"', "SERVER_TIMING: !Ref Distribution")
    with pytest.raises(UnknownProperty, match="Distribution"):
        _ = template.environment


def test_names_carry_the_stack_and_are_long_enough_for_the_engines_streams() -> None:
    names = [table.name for table in load().tables]
    assert "sapa-local-members" in names
    assert all(len(name) >= 11 for name in names)
    assert set(names) <= set(load().environment.values())


def test_a_schedule_is_read_and_its_zone_may_be_the_cooperatives() -> None:
    schedule = """
        Daily:
          Type: ScheduleV2
          Properties:
            ScheduleExpression: cron(0 8 * * ? *)
            ScheduleExpressionTimezone: {zone}
        MemberChanged:"""
    for zone, read in [("!Ref Zone", None), ("Asia/Jayapura", "Asia/Jayapura")]:
        template = changed("\n        MemberChanged:", schedule.format(zone=zone))
        assert template.schedules[0] == Schedule(
            "MembersCountFunction", "members.worker.lambda_handler", "cron(0 8 * * ? *)", read
        )


def test_routes_tables_streams_and_authorizer_are_read() -> None:
    template = load("other")
    assert "GET /members/{member_id}" in {route.key for route in template.routes}
    assert template.authorizer.handler == "auth.authorizer.lambda_handler"
    assert template.authorizer.ttl == 300
    streams = {stream.handler: stream for stream in template.streams}
    counts = streams["members.worker.lambda_handler"]
    assert counts.table == "other-members"
    assert counts.patterns[0]["dynamodb"] == {"Keys": {"sk": {"S": ["PROFILE"]}}}
