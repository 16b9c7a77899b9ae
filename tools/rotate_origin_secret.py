"""Replace the secret by which a deployed stack knows CloudFront; nobody is refused meanwhile.

    python -m tools.rotate_origin_secret --stack NAME

With the credentials and the region of the environment: they list the stack's resources, write the
secret and change the distribution. It takes a quarter of an hour, most of it waiting; ended and
called again it goes on (docs/decisions/origin.md).
"""

import argparse
import json
import time
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

import boto3

from shared.aws.origin_secret import READ_AGAIN_AFTER
from shared.web.origin import HEADER
from tools import deployed

_MARGIN_SECONDS = 30
_RANDOM_BYTES = 36

Wait = Callable[[float], None]


def main() -> None:
    """Rotate, and say how far it is."""
    parser = argparse.ArgumentParser(description="Replace the secret that CloudFront sends along.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    made = deployed.resources(parser.parse_args().stack, boto3.client("cloudformation"))
    rotate(
        boto3.client("secretsmanager"),
        boto3.client("cloudfront"),
        secret=made["OriginSecret"],
        distribution=made["Distribution"],
    )


def rotate(
    secrets: Any, cloudfront: Any, *, secret: str, distribution: str, wait: Wait = time.sleep
) -> None:
    """By boto3's clients: a second value holds, CloudFront sends it, the first holds no more."""
    held = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
    if "next" not in held:
        held["next"] = token_urlsafe(_RANDOM_BYTES)
        secrets.put_secret_value(SecretId=secret, SecretString=json.dumps(held))
    print("Two values hold. Waiting until every process has read them.", flush=True)
    wait(READ_AGAIN_AFTER + _MARGIN_SECONDS)
    _send(cloudfront, distribution, held["next"])
    print("CloudFront is told. Waiting until all its places are.", flush=True)
    cloudfront.get_waiter("distribution_deployed").wait(Id=distribution)
    only = json.dumps({"current": held["next"]})
    secrets.put_secret_value(SecretId=secret, SecretString=only)
    print("Only the new value holds.")


def _send(cloudfront: Any, distribution: str, value: str) -> None:
    found = cloudfront.get_distribution_config(Id=distribution)
    config = found["DistributionConfig"]
    for origin in config["Origins"]["Items"]:
        for header in origin.get("CustomHeaders", {}).get("Items", []):
            if header["HeaderName"].lower() == HEADER:
                header["HeaderValue"] = value
    cloudfront.update_distribution(
        Id=distribution, IfMatch=found["ETag"], DistributionConfig=config
    )


if __name__ == "__main__":
    main()
