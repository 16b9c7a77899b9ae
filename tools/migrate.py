"""Move what an earlier version stored to where it lies now.

    python -m tools.migrate --stack NAME       of a stack, with the credentials of the environment

It may be ended and begun anew at any time, and rooms answer meanwhile. A local run does it at its
start. docs/decisions/migrations.md.
"""

import argparse
import os

from local import migrations, template


def main() -> None:
    """Run all migrations of a stack to their end."""
    parser = argparse.ArgumentParser(description="Move what an earlier version stored.")
    parser.add_argument("--stack", required=True, help="the stack's name")
    os.environ |= template.load(parser.parse_args().stack).environment
    migrations.run()
    print("all migrations are done")


if __name__ == "__main__":
    main()
