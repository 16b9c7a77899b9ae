"""ministack as strict as AWS where Sapa meets it: `judge.py REFUSED_FILE`, in .venv-emulator.

What is mended here is listed in docs/rehearsal.md. Each refused call is a line in REFUSED_FILE.
"""

import json
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.services import apigateway, dynamodb
from ministack.services.cloudformation import provisioners

sys.path.insert(0, str(Path(__file__).parents[2]))  # of this process, not of the functions

from tools.rehearsal.request_context import asked

REFUSED = Path(sys.argv.pop(1))


class Action(str):
    """An action with the values that conditions are held against."""

    keys: Any


def checks(iam_action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
    """(action, ARN) of each thing that a DynamoDB call asks for."""
    service, _, operation = iam_action.partition(":")
    found: list[tuple[str, str]] = []
    for each in asked(operation, json.loads(body or b"{}")) if service == "dynamodb" else []:
        action = Action(each.action)
        action.keys = each.keys
        arn = f"arn:aws:dynamodb:{region}:{account}:table/{each.table}"
        found.append((action, f"{arn}/index/{each.index}" if each.index else arn))
    return found


def judged(enforce: Callable[..., Any]) -> Callable[..., Any]:
    """The judge with the conditions' keys, who writes down what was refused."""

    def with_keys(
        access_key_id: str,
        iam_action: str,
        *rest: Any,
        resource_arn: str = "*",
        service_context: dict[str, Any] | None = None,
    ) -> Any:
        keys = getattr(iam_action, "keys", {})
        context = {**(service_context or {}), **keys}
        refused = enforce(
            access_key_id, iam_action, *rest, resource_arn=resource_arn, service_context=context
        )
        if refused is not None:
            who = getattr(refused, "principal_arn", None) or getattr(refused, "code", "")
            line = {"who": who, "action": iam_action, "resource": resource_arn, **keys}
            with REFUSED.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(line)}\n")
        return refused

    return with_keys


def with_stage(invoke: Callable[..., Any]) -> Callable[..., Any]:
    """A stage with a name is part of the path that a function is told."""

    async def invoked(
        integration: Any, api_id: str, stage: str, path: str, *rest: Any, **more: Any
    ) -> Any:
        whole = path if stage == "$default" else f"/{stage}{path}"
        return await invoke(integration, api_id, stage, whole, *rest, **more)

    return invoked


def restorable_for_an_hour(describe: Callable[..., Any]) -> Callable[..., Any]:
    """Every table can be restored, and not only as of now: the template's property is not read."""

    def described(data: Any) -> Any:
        status, headers, body = describe(data)
        said = json.loads(body)
        if status == HTTPStatus.OK:
            window = said["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
            window["LatestRestorableDateTime"] = int(time.time())
            window["EarliestRestorableDateTime"] = int(time.time()) - 3600
        return status, headers, json.dumps(said).encode()

    return described


def with_caller(invoke: Callable[..., Any]) -> Callable[..., Any]:
    """The gateway appends who called it to X-Forwarded-For; here that is always this machine."""

    async def invoked(*first: Any, **more: Any) -> Any:
        *rest, headers, body, query = first[:8]
        chain = filter(None, (headers.get("x-forwarded-for"), "127.0.0.1"))
        headers = {**headers, "x-forwarded-for": ", ".join(chain)}
        return await invoke(*rest, headers, body, query, *first[8:], **more)

    return invoked


def refer_to_secrets_by_arn() -> None:
    """`!Ref` of a secret is its ARN, and by that it can be imported."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]  # noqa: SLF001
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def name(physical_id: str) -> str:
        return physical_id.rpartition(":")[2].rpartition("-")[0]

    def created(*rest: Any) -> Any:
        _, attributes = create(*rest)
        return attributes["Arn"], attributes

    def updated(physical_id: str, *rest: Any, **more: Any) -> Any:
        _, attributes = update(name(physical_id), *rest, **more)
        return attributes["Arn"], attributes

    handlers["create"], handlers["update"] = created, updated
    handlers["delete"] = lambda physical_id, *rest: delete(name(physical_id), *rest)
    handlers["import"] = lambda identifier: (identifier["Id"], {"Arn": identifier["Id"]})


if __name__ == "__main__":
    iam_actions.dynamodb_transaction_checks = checks
    iam_evaluator.enforce = judged(iam_evaluator.enforce)
    invoke = apigateway._invoke_lambda_proxy  # noqa: SLF001
    apigateway._invoke_lambda_proxy = with_stage(with_caller(invoke))  # noqa: SLF001
    dynamodb._describe_continuous_backups = restorable_for_an_hour(  # noqa: SLF001
        dynamodb._describe_continuous_backups  # noqa: SLF001
    )
    refer_to_secrets_by_arn()
    app.main()
