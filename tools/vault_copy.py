"""Keep a copy of the vault secret, and put it back: without it no NIK can be read.

    python -m tools.vault_copy --stack NAME --to FILE      the copy; keep it away from AWS
    python -m tools.vault_copy --stack NAME --from FILE    before anybody uses the stack

A secret that somebody deleted is there for 30 more days; --from takes it out of deletion first.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from tools.deploy.stack import Clients, read

SECRET = "VaultSecret"  # noqa: S105


def main() -> None:
    """Copy or put back; exit code 1 with the reason where it cannot be."""
    parser = argparse.ArgumentParser(description="Copy the vault secret, or put it back.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--to", type=Path, help="a new file that only you will read")
    way.add_argument("--from", dest="source", type=Path, help="the copy")
    given = parser.parse_args()
    try:
        secret = secret_of(boto3.client, given.stack)  # type: ignore[arg-type]
        client = boto3.client("secretsmanager")
        if given.to:
            copy(client, secret, given.to)
            print(f"{given.to} has the vault secret: keep it like the key of the safe")
        else:
            put_back(client, secret, given.source)
            print("the vault secret is the copy's")
    except (ClientError, OSError) as error:
        sys.exit(str(error))


def secret_of(clients: Clients, stack: str) -> str:
    """The secret's ARN."""
    return read(clients, stack).made[SECRET]


def copy(client: Any, secret: str, path: Path) -> None:
    """Write the secret into a new file, mode 0600, and be sure that it is on the disk."""
    text = client.get_secret_value(SecretId=secret)["SecretString"]
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def put_back(client: Any, secret: str, path: Path) -> None:
    """The file's secret becomes the stack's; nothing where it is that already."""
    text = path.read_text(encoding="utf-8").strip()
    if client.describe_secret(SecretId=secret).get("DeletedDate"):
        client.restore_secret(SecretId=secret)
    if client.get_secret_value(SecretId=secret)["SecretString"] != text:
        client.put_secret_value(SecretId=secret, SecretString=text)


if __name__ == "__main__":
    main()
