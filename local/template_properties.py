"""The properties of template.yaml that the local run knows; any other stops it.

Whoever adds a property lists it here: as `used` where the local run acts on it, as `cloud` where it
means something only in AWS.
"""

from collections.abc import Iterable, Mapping
from typing import Any


class UnknownProperty(Exception):
    """template.yaml has a property that is not listed here."""


def _names(used: str = "", cloud: str = "") -> frozenset[str]:
    return frozenset((used + " " + cloud).split())


_FUNCTION = _names(
    used="Handler Events Environment",
    cloud="""Runtime Architectures CodeUri EphemeralStorage Layers MemorySize Timeout SnapStart
    AutoPublishAlias AutoPublishAliasAllProperties DeploymentPreference Tracing LoggingConfig
    Policies Description""",
)
PROPERTIES: dict[str, frozenset[str]] = {
    "AWS::Serverless::Function": _FUNCTION,
    "AWS::Serverless::HttpApi": _names(
        "StageName Auth", "FailOnWarnings AccessLogSettings DefaultRouteSettings"
    ),
    "AWS::Serverless::LayerVersion": _names(
        cloud="""Description ContentUri CompatibleRuntimes CompatibleArchitectures
        PublishLambdaVersion RetentionPolicy"""
    ),
    "AWS::DynamoDB::Table": _names(
        """TableName AttributeDefinitions KeySchema GlobalSecondaryIndexes BillingMode
        StreamSpecification TimeToLiveSpecification""",
        "DeletionProtectionEnabled PointInTimeRecoverySpecification SSESpecification",
    ),
    "AWS::CloudFront::Distribution": _names("DistributionConfig"),
    "AWS::CloudFront::ResponseHeadersPolicy": _names("ResponseHeadersPolicyConfig"),
    "AWS::CloudFront::CachePolicy": _names(cloud="CachePolicyConfig"),
    "AWS::CloudFront::OriginAccessControl": _names(cloud="OriginAccessControlConfig"),
    "AWS::IAM::ManagedPolicy": _names(cloud="Description PolicyDocument"),
    "AWS::KMS::Key": _names(cloud="Description KeySpec KeyUsage KeyPolicy"),
    "AWS::Lambda::Permission": _names(cloud="Action FunctionName Principal SourceArn"),
    "AWS::Logs::LogGroup": _names(cloud="RetentionInDays"),
    "AWS::S3::Bucket": _names(
        "LifecycleConfiguration",
        """OwnershipControls PublicAccessBlockConfiguration BucketEncryption CorsConfiguration""",
    ),
    "AWS::S3::BucketPolicy": _names(cloud="Bucket PolicyDocument"),
    "AWS::SQS::Queue": _names(cloud="MessageRetentionPeriod SqsManagedSseEnabled"),
    "AWS::SecretsManager::Secret": _names(cloud="Description GenerateSecretString"),
}
EVENTS: dict[str, frozenset[str]] = {
    "HttpApi": _names("ApiId Method Path Auth"),
    "DynamoDB": _names(
        "Stream BatchSize FilterCriteria MaximumRetryAttempts ParallelizationFactor",
        """StartingPosition MaximumBatchingWindowInSeconds BisectBatchOnFunctionError
        FunctionResponseTypes DestinationConfig""",
    ),
    "ScheduleV2": _names(
        "ScheduleExpression ScheduleExpressionTimezone",
        "Name Description FlexibleTimeWindow RetryPolicy DeadLetterConfig",
    ),
}
_RESOURCE = _names("Type Properties", "DeletionPolicy UpdateReplacePolicy Metadata")
_TEMPLATE = _names(
    "Globals Resources",
    "AWSTemplateFormatVersion Transform Description Metadata Parameters Rules Conditions Outputs",
)


def check(template: Mapping[str, Any]) -> None:
    """UnknownProperty unless every part of the template is known."""
    _only(template, _TEMPLATE, "template.yaml")
    _only(template.get("Globals", {}), ["Function"], "Globals")
    _only(template.get("Globals", {}).get("Function", {}), _FUNCTION, "Globals.Function")
    for name, resource in template["Resources"].items():
        _only(resource, _RESOURCE, name)
        kind = resource["Type"]
        if kind not in PROPERTIES:
            raise UnknownProperty(f"{name} is a {kind}, which the local run does not know")
        properties = resource.get("Properties", {})
        _only(properties, PROPERTIES[kind], name)
        for event_name, event in properties.get("Events", {}).items():
            where = f"{name}.Events.{event_name}"
            if event["Type"] not in EVENTS:
                raise UnknownProperty(f"{where} is a {event['Type']}, which has no local source")
            _only(event["Properties"], EVENTS[event["Type"]], where)


def _only(found: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    if unknown := found.keys() - set(known):
        names = ", ".join(sorted(unknown))
        raise UnknownProperty(
            f"{where} has {names}, which local/template_properties.py does not know"
        )
