"""What the local run knows of template.yaml: any other resource or property stops it.

A property that is only for the cloud (a policy, a retention) is known too, so that nobody adds one
that the local run should have honoured and did not.
"""

from typing import Any


class Unknown(Exception):
    """template.yaml says something that the local run does not know."""


PROPERTIES: dict[str, set[str]] = {
    "AWS::Serverless::Function": {"Handler", "Policies", "Events", "Timeout", "MemorySize"},
    "AWS::Serverless::HttpApi": {
        "StageName", "FailOnWarnings", "Auth", "AccessLogSettings", "DefaultRouteSettings",
    },
    "AWS::Serverless::LayerVersion": {
        "Description", "ContentUri", "CompatibleRuntimes", "CompatibleArchitectures",
        "RetentionPolicy",
    },
    "AWS::DynamoDB::Table": {
        "TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes",
        "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification",
        "StreamSpecification", "TimeToLiveSpecification",
    },
    "AWS::Lambda::Permission": {"Action", "FunctionName", "Principal", "SourceArn"},
    "AWS::IAM::ManagedPolicy": {"Description", "PolicyDocument"},
    "AWS::SQS::Queue": {"MessageRetentionPeriod", "SqsManagedSseEnabled"},
    "AWS::Logs::LogGroup": {"RetentionInDays"},
    "AWS::SecretsManager::Secret": {"Description", "GenerateSecretString"},
    "AWS::KMS::Key": {"Description", "KeySpec", "KeyUsage", "KeyPolicy"},
    "AWS::S3::Bucket": {"OwnershipControls", "PublicAccessBlockConfiguration", "BucketEncryption"},
    "AWS::S3::BucketPolicy": {"Bucket", "PolicyDocument"},
    "AWS::CloudFront::OriginAccessControl": {"OriginAccessControlConfig"},
    "AWS::CloudFront::Distribution": {"DistributionConfig"},
    "AWS::CloudFront::CachePolicy": {"CachePolicyConfig"},
    "AWS::CloudFront::ResponseHeadersPolicy": {"ResponseHeadersPolicyConfig"},
}  # fmt: skip
GLOBALS = {
    "Runtime", "Architectures", "CodeUri", "Layers", "MemorySize", "Timeout", "SnapStart",
    "AutoPublishAlias", "AutoPublishAliasAllProperties", "Tracing", "LoggingConfig", "Environment",
}  # fmt: skip
EVENTS: dict[str, set[str]] = {
    "HttpApi": {"ApiId", "Method", "Path", "Auth"},
    "DynamoDB": {
        "Stream", "StartingPosition", "BatchSize", "MaximumBatchingWindowInSeconds",
        "MaximumRetryAttempts", "BisectBatchOnFunctionError", "FunctionResponseTypes",
        "DestinationConfig", "FilterCriteria",
    },
}  # fmt: skip


def check(raw: dict[str, Any]) -> None:
    """Unknown where a resource, an event or a property is not one of these."""
    _only(raw["Globals"]["Function"], GLOBALS, "Globals.Function")
    for name, resource in raw["Resources"].items():
        kind = resource["Type"]
        if kind not in PROPERTIES:
            raise Unknown(f"{name}: the local run does not know {kind}")
        _only(resource.get("Properties", {}), PROPERTIES[kind], name)
        for event_name, event in resource.get("Properties", {}).get("Events", {}).items():
            if event["Type"] not in EVENTS:
                raise Unknown(f"{name}.{event_name}: the local run does not know {event['Type']}")
            _only(event["Properties"], EVENTS[event["Type"]], f"{name}.{event_name}")


def _only(properties: dict[str, Any], known: set[str], where: str) -> None:
    for name in properties.keys() - known:
        raise Unknown(f"{where}: the local run does not know the property {name}")
