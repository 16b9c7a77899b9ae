"""Put a backup back, while Sapa is stopped.

    make restore FROM=/backups/sapa/sapa-20261127T013000.000000Z [DATA_DIR=.data] [REPLACE=1]

A DATA_DIR that holds data is refused; with REPLACE=1 what is there is moved aside, never deleted.
It prints what all accounts come to, as `make backup` did.
"""

import os
import sqlite3
import sys
from pathlib import Path

from local import template
from local.backup import Unusable
from local.backup.restore import restore
from local.config import Misconfigured, config


def main() -> None:
    """Restore it; what prevents it is one line on stderr and exit code 1."""
    backup, replace = os.environ.get("FROM"), os.environ.get("REPLACE") == "1"
    if not backup:
        sys.exit("usage: make restore FROM=backup [DATA_DIR=.data] [REPLACE=1]")
    accounts = template.load().environment["ACCOUNTS_TABLE"]
    try:
        folder = config().data_dir
        found, aside = restore(Path(backup).resolve(), folder, accounts, replace=replace)
    except (Misconfigured, Unusable, OSError, sqlite3.Error) as error:
        sys.exit(f"restore: {error}")
    print(f"restored: {folder}\n{found}")
    if aside:
        print(f"what was there before: {aside}")


if __name__ == "__main__":
    main()
