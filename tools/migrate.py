"""Move what an earlier version stored to where it lies now.

    python -m tools.migrate --stack NAME

With the credentials and the region of the environment, which list the stack's resources, read its
secret, and read and write its tables.

It may be ended and begun anew at any time, and rooms answer meanwhile. A local run does it at its
start: docs/decisions/migrations.md.
"""

import argparse
import os

import boto3

from local import migrations
from tools import deployed


def main() -> None:
    """Run all migrations of a stack to their end."""
    parser = argparse.ArgumentParser(description="Move what an earlier version stored.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    stack = parser.parse_args().stack
    os.environ |= deployed.environment(stack, boto3.client("cloudformation"))
    migrations.run()
    print("all migrations are done")


if __name__ == "__main__":
    main()
