"""Somebody is told what the account costs, once they are named."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.unit.tools.deploy.fake_aws import error
from tools.deploy.monitoring import budget
from tools.deploy.stage import Stage

ACCOUNT = "123456789012"
TOLD = {"Email": "pengurus@koperasi.example"}


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("budgets", region_name="us-east-1")


def limits(client: Any) -> list[float]:
    found = client.describe_budgets(AccountId=ACCOUNT).get("Budgets", [])
    return [float(one["BudgetLimit"]["Amount"]) for one in found]


def test_a_budget_has_somebody_who_is_told(client: Any) -> None:
    budget(client, ACCOUNT, Stage("sapa", "x", monitoring=TOLD, budget_usd=100))
    assert limits(client) == [100]
    told = client.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName="sapa")
    assert {(n["NotificationType"], n["Threshold"]) for n in told["Notifications"]} == {
        ("ACTUAL", 80.0),
        ("FORECASTED", 100.0),
    }


def test_another_limit_takes_the_place_of_the_first() -> None:
    class Known:
        def create_budget(self, **_: Any) -> None:
            raise error("DuplicateRecordException")

        def update_budget(self, NewBudget: dict[str, Any], **_: Any) -> None:  # noqa: N803
            self.limit = NewBudget["BudgetLimit"]["Amount"]

    known = Known()
    budget(known, ACCOUNT, Stage("sapa", "x", monitoring=TOLD, budget_usd=200))
    assert known.limit == "200"


@pytest.mark.parametrize(
    "stage", [Stage("sapa", "x", budget_usd=100), Stage("sapa", "x", {}, TOLD)]
)
def test_nobody_or_no_limit_is_no_budget(client: Any, stage: Stage) -> None:
    assert budget(client, ACCOUNT, stage) == "no budget"
    assert limits(client) == []
