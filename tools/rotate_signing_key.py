"""Let a new key sign the access tokens of a deployed stack; nobody is signed out.

    python -m tools.rotate_signing_key --stack NAME             a new key signs, both are trusted
    python -m tools.rotate_signing_key --stack NAME --finish    a quarter of an hour later: it alone

Two deployments: in the first every function learns to trust the new key, in the second it signs.
Tokens of the old key live for 15 minutes. Where that key was misused, finish at once: browsers
renew their session by themselves, API clients ask for another token. The gateway then still lets
pass, for 5 minutes, what it asked the authorizer about before.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import yaml
from botocore.exceptions import ClientError

from tools.deploy import sam, stack
from tools.deploy.__main__ import run_sam
from tools.deploy.stack import Clients

PARAMETER = "SigningKeys"


def main() -> None:
    """Rotate or finish; exit code 1 with the reason where it cannot be."""
    parser = argparse.ArgumentParser(description="Let a new key sign access tokens.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    parser.add_argument("--finish", action="store_true", help="trust only the key that signs")
    given = parser.parse_args()
    session = boto3.Session()
    clients: Clients = session.client  # type: ignore[assignment]
    try:
        if given.finish:
            finish(clients, given.stack, str(session.region_name), run_sam)
            print("only the key that signs is trusted; the others may be deleted in KMS")
        else:
            rotate(clients, given.stack, str(session.region_name), run_sam)
            print("a new key signs; in 15 minutes, or at once in need: the same with --finish")
    except (ClientError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))


def rotate(clients: Clients, name: str, region: str, run: sam.Sam) -> str:
    """A new key that signs; its ARN."""
    old = keys(clients, name)[0]
    new = _new_key(clients("kms"), name)
    for order in ([old, new], [new, old]):
        _deploy(clients, name, region, run, order)
    return new


def finish(clients: Clients, name: str, region: str, run: sam.Sam) -> None:
    """Trust the key that signs, and no other."""
    _deploy(clients, name, region, run, keys(clients, name)[:1])


def keys(clients: Clients, name: str) -> list[str]:
    """The trusted keys of a stack; the first one signs."""
    listed = _parameters(clients, name).get(PARAMETER)
    if listed:
        return listed.split(",")
    own = stack.read(clients, name).made["SigningKey"]
    return [str(clients("kms").describe_key(KeyId=own)["KeyMetadata"]["Arn"])]


def _new_key(client: Any, name: str) -> str:
    made = client.create_key(
        Description=f"Signs access tokens of {name}",
        KeySpec="ECC_NIST_P256",
        KeyUsage="SIGN_VERIFY",
        Tags=[{"TagKey": "stack", "TagValue": name}],
    )
    return str(made["KeyMetadata"]["Arn"])


def _parameters(clients: Clients, name: str) -> dict[str, str]:
    (found,) = clients("cloudformation").describe_stacks(StackName=name)["Stacks"]
    return {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])}


def _deploy(clients: Clients, name: str, region: str, run: sam.Sam, order: Sequence[str]) -> None:
    """The template that is deployed, with these keys."""
    said = clients("cloudformation").get_template(StackName=name, TemplateStage="Original")
    body, given = said["TemplateBody"], {PARAMETER: ",".join(order)}
    template = yaml.safe_load(body if isinstance(body, str) else json.dumps(body))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.yaml"
        stamped = sam.stamped(template, _parameters(clients, name) | given)
        path.write_text(yaml.safe_dump(stamped, sort_keys=False), encoding="utf-8")
        run(sam.deploy(name, region, path, given))


if __name__ == "__main__":
    main()
