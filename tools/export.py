"""Take everything that the cooperative put in out of a running Sapa (docs/operations.md).

    python -m tools.export --out FILE.zip      CSV files, as the import takes them
    python -m tools.export --out FILE.xlsx     one workbook

SAPA_URL, SAPA_CLIENT_ID, SAPA_CLIENT_SECRET: an API client with cooperative:export. The secret
comes only from the environment: arguments can be seen by others.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.feed.http_client import HttpClient, HttpStatusError, Unreachable
from tools.feed.sapa import ApiClient

POLL_SECONDS = 2.0
_FORMATS = (".zip", ".xlsx")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 where the export failed, 2 where nothing could be done."""
    out = _parser().parse_args(arguments).out
    try:
        server = HttpClient(os.environ["SAPA_URL"])
        client = ApiClient(server, os.environ["SAPA_CLIENT_ID"], os.environ["SAPA_CLIENT_SECRET"])
    except (KeyError, ValueError) as error:
        print(f"sapa export: set {error}", file=sys.stderr)
        return 2
    try:
        address = _exported(client, out.suffix)
        if address is None:
            print("sapa export: the export has stopped; start it again", file=sys.stderr)
            return 1
        server.save(address, out)
    except (HttpStatusError, Unreachable, OSError) as error:
        print(f"sapa export: {error}", file=sys.stderr)
        return 2
    out.chmod(0o600)
    print(f"{out}: {out.stat().st_size} bytes")
    return 0


def _exported(client: ApiClient, suffix: str) -> str | None:
    """The link of the file in this form, once it is whole; None where that failed."""
    export = client.call("POST", "/imports/exports", b"")
    path = f"/imports/exports/{export['export_id']}"
    while (export := client.call("GET", path))["status"] == "running":
        print(f"{export['stage']}: {export['members']} of {export['total']} members", flush=True)
        time.sleep(POLL_SECONDS)
    links = (file["url"] for file in export["files"] if file["name"].endswith(suffix))
    return next(links, None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=_file, required=True, metavar="FILE")
    return parser


def _file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in _FORMATS:
        raise argparse.ArgumentTypeError(f"{text}: must end in {' or '.join(_FORMATS)}")
    return path


if __name__ == "__main__":
    sys.exit(main())
