"""Back up a Sapa on this computer, while it runs.

    make backup OUT=/backups/sapa [DATA_DIR=.data] [KEEP=14]

OUT gets a folder of its own for each backup, readable by its owner only; with KEEP only the newest
so many stay. It prints where the backup is and what all accounts come to: `make restore` prints the
same of what it put back. The vault's secret is in it: guard it like the books.
"""

import os
import sqlite3
import sys
from pathlib import Path

from local import template
from local.backup import Unusable
from local.backup.take import forget_all_but, take
from local.config import Misconfigured, config
from tools import version


def main() -> None:
    """Take it; what prevents it is one line on stderr and exit code 1."""
    out, keep = os.environ.get("OUT"), os.environ.get("KEEP") or "0"
    if not out or not keep.isdecimal():
        sys.exit("usage: make backup OUT=folder [DATA_DIR=.data] [KEEP=number]")
    accounts = template.load().environment["ACCOUNTS_TABLE"]
    try:
        made, found = take(config().data_dir, Path(out).resolve(), accounts, version.number())
        gone = forget_all_but(made.parent, int(keep)) if int(keep) else []
    except (Misconfigured, Unusable, OSError, sqlite3.Error) as error:
        sys.exit(f"backup: {error}")
    print(f"backup: {made}\n{found}")
    for path in gone:
        print(f"deleted: {path}")


if __name__ == "__main__":
    main()
