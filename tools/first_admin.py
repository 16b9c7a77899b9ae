"""Make the first admin of a deployed stack, and print the password once.

    python -m tools.first_admin --stack NAME [--username admin]

With the credentials and the region of the environment: they list the stack's resources, and read
and write its tables. Whoever is there already under that name stays as they are. A new stack has
nothing to migrate: that is noted first.
"""

import argparse
import os
import sys

import boto3

from local import migrations
from tools import deployed


def main() -> None:
    """Make the admin; exit code 1 where there is one."""
    parser = argparse.ArgumentParser(description="Make the first admin of a deployed stack.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    parser.add_argument("--username", default="admin", help="to sign in with (admin)")
    given = parser.parse_args()
    os.environ |= deployed.environment(given.stack, boto3.client("cloudformation"))
    from auth.bootstrap import ensure_admin

    migrations.run()
    password = ensure_admin(given.username, None)
    if password is None:
        sys.exit(f"There is a user {given.username} already.")
    print(f"username: {given.username}\npassword: {password}")


if __name__ == "__main__":
    main()
