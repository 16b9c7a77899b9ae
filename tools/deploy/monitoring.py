"""What monitoring.yaml is to watch: every function, stream, queue and schedule of a stack."""

from typing import Any

from botocore.exceptions import ClientError

from local.template import load

from .stack import Stack
from .stage import Stage

_SWEEP, _API, _LOG, _AUTHORIZER = (
    "RemindersSweepFunction",
    "Api",
    "FunctionsLog",
    "AuthorizerFunction",
)


def parameters(stage: Stage, stack: Stack) -> dict[str, str]:
    """Parameters of the monitoring stack."""
    template, made = load(stage.stack), stack.made
    answering = {route.handler for route in template.routes}
    reading = {source.function for source in template.streams}
    functions = {one.name: one.id for one in stack.of_kind("AWS::Lambda::Function")}
    waited_for = {
        name
        for name in functions
        if name == _AUTHORIZER or template.resources[name]["Properties"]["Handler"] in answering
    }
    queues = [one.id.rpartition("/")[2] for one in stack.of_kind("AWS::SQS::Queue")]
    return {
        **stage.monitoring,
        "Stack": stage.stack,
        "Functions": ",".join(sorted(functions.values())),
        "Answering": ",".join(sorted(functions[name] for name in waited_for)),
        "Reading": ",".join(sorted(functions[name] for name in reading)),
        "Queues": ",".join(sorted(queues)),
        "Sweep": functions[_SWEEP],
        "Api": made[_API],
        "Log": made[_LOG],
    }


def budget(client: Any, account: str, stage: Stage) -> str:
    """Tell the stage's address when the account costs more; CloudFormation in Jakarta cannot."""
    email = stage.monitoring.get("Email")
    if not stage.budget_usd or not email:
        return "no budget"
    wanted = {
        "BudgetName": stage.stack,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": str(stage.budget_usd), "Unit": "USD"},
    }
    told = [
        {
            "Notification": {
                "NotificationType": kind,
                "ComparisonOperator": "GREATER_THAN",
                "Threshold": percent,
            },
            "Subscribers": [{"SubscriptionType": "EMAIL", "Address": email}],
        }
        for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
    ]
    try:
        client.create_budget(AccountId=account, Budget=wanted, NotificationsWithSubscribers=told)
    except ClientError as error:
        if error.response["Error"]["Code"] != "DuplicateRecordException":
            raise
        client.update_budget(AccountId=account, NewBudget=wanted)
    return f"{email} is told at 80 % of {stage.budget_usd} USD a month"
