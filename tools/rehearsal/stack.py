"""A deployed stack, and the routes that the emulator leaves out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .cloud import Cloud, resources

STAGE = "api"


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack that came up, and what it made by the template's names."""

    cloud: Cloud
    name: str
    made: Mapping[str, str]

    @property
    def api(self) -> str:
        """Where its API answers, behind its distribution."""
        return f"{self.cloud.front}/{self.made['Distribution']}/{STAGE}"

    @property
    def past_cloudfront(self) -> str:
        """The gateway's own host."""
        return f"{self.cloud.url}/_aws/execute-api/{self.made['Api']}/{STAGE}"


def deployed(cloud: Cloud, name: str) -> Stack:
    """The stack as it stands."""
    found = resources(cloud, name)
    return Stack(cloud, name, {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found})


def snapshots_are_taken(stack: Stack) -> bool:
    """Whether every function's version is ready: CloudFormation waits for it, the emulator not."""
    functions = stack.cloud.client("lambda")
    return all(
        functions.get_function_configuration(FunctionName=arn)["State"] == "Active"
        for name, arn in stack.made.items()
        if name.endswith("Aliaslive")
    )


def give_routes(stack: Stack) -> int:
    """Make what the emulator does not read out of an HTTP API's `Body`; how many routes there are.

    The body is the one that SAM wrote and CloudFormation was given, not the template.
    """
    body = _api_body(stack)
    gateway, api = stack.cloud.client("apigatewayv2"), stack.made["Api"]
    authorizers = {
        name: gateway.create_authorizer(ApiId=api, **_authorizer(stack, name, scheme))[
            "AuthorizerId"
        ]
        for name, scheme in body["components"]["securitySchemes"].items()
    }
    integrations: dict[str, str] = {}
    count = 0
    for path, methods in body["paths"].items():
        for method, route in methods.items():
            integration = route["x-amazon-apigateway-integration"]
            uri = _resolved(stack, integration["uri"])
            if uri not in integrations:
                integrations[uri] = gateway.create_integration(
                    ApiId=api,
                    IntegrationType="AWS_PROXY",
                    IntegrationUri=uri,
                    PayloadFormatVersion=integration["payloadFormatVersion"],
                )["IntegrationId"]
            gateway.create_route(
                ApiId=api,
                RouteKey=f"{method.upper()} {path}",
                Target=f"integrations/{integrations[uri]}",
                **_secured(route.get("security", []), authorizers),
            )
            count += 1
    return count


def _api_body(stack: Stack) -> dict[str, Any]:
    client = stack.cloud.client("cloudformation")
    found = client.get_template(StackName=stack.name, TemplateStage="Processed")["TemplateBody"]
    template = json.loads(found) if isinstance(found, str) else found
    body: dict[str, Any] = template["Resources"]["Api"]["Properties"]["Body"]
    return body


def _authorizer(stack: Stack, name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    said = scheme["x-amazon-apigateway-authorizer"]
    return {
        "Name": name,
        "AuthorizerType": said["type"].upper(),
        "AuthorizerUri": _resolved(stack, said["authorizerUri"]),
        "AuthorizerPayloadFormatVersion": said["authorizerPayloadFormatVersion"],
        "AuthorizerResultTtlInSeconds": said["authorizerResultTtlInSeconds"],
        "EnableSimpleResponses": said["enableSimpleResponses"],
        "IdentitySource": said["identitySource"],
    }


def _resolved(stack: Stack, uri: dict[str, Any]) -> str:
    """The text of a `Fn::Sub` whose variables are resources of the stack."""
    said = uri["Fn::Sub"]
    text, own = (said, {}) if isinstance(said, str) else said
    values = {**stack.made, **{name: stack.made[value["Ref"]] for name, value in own.items()}}
    values |= {"AWS::Partition": "aws", "AWS::Region": stack.cloud.variables["AWS_REGION"]}
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    return str(text)


def _secured(
    security: Sequence[Mapping[str, Any]], authorizers: Mapping[str, str]
) -> dict[str, str]:
    named = [name for each in security for name in each if name in authorizers]
    if not named:
        return {"AuthorizationType": "NONE"}
    return {"AuthorizationType": "CUSTOM", "AuthorizerId": authorizers[named[0]]}
