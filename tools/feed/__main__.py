"""Follow a core system and send Sapa what changed (docs/feed.md).

    python -m tools.feed csv FOLDER        a folder of CSV and XLSX files
    python -m tools.feed fineract          an Apache Fineract server

Sapa: SAPA_URL, SAPA_CLIENT_ID, SAPA_CLIENT_SECRET (an API client with imports:feed).
Fineract: FINERACT_URL (…/fineract-provider/api/v1), FINERACT_USERNAME, FINERACT_PASSWORD,
FINERACT_TENANT (default). Secrets come only from the environment: arguments can be seen by others.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from .core_records import RecordBatch
from .fineract import Fineract
from .fineract_mapping import NameMapping
from .folder import read_folder
from .http_client import HttpClient, HttpStatusError, Unreachable
from .push import Pusher
from .sapa import FeedClient
from .state import FeedState

_MAX_SHOWN = 100
ReadChanges = Callable[[FeedState, date], Iterator[RecordBatch]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 where something did not come over (--once), 2 where nothing could be done."""
    options = _parser().parse_args(arguments)
    try:
        read = _fineract(options) if options.core == "fineract" else _folder(options)
        sapa = _sapa(options.source)
    except KeyError as absent:
        print(f"sapa feed: the variable {absent.args[0]} is not set", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"sapa feed: {error}", file=sys.stderr)
        return 2
    with FeedState(options.state) as state, suppress(KeyboardInterrupt):
        while True:
            failed = _round(sapa, state, read)
            if options.every is None:
                return failed
            time.sleep(options.every)
    return 0


def _round(sapa: FeedClient, state: FeedState, read: ReadChanges) -> int:
    pusher = Pusher(sapa, state)
    try:
        for batch in read(state, sapa.today()):
            pusher.push(batch)
    except HttpStatusError as error:
        print(f"sapa feed: {error}: {error.body[:500]}", file=sys.stderr)
        return 2
    except Unreachable as unreachable:
        print(f"sapa feed: {unreachable}", file=sys.stderr)
        return 2
    report = pusher.report
    print(report, flush=True)
    for problem in report.problems[:_MAX_SHOWN]:
        print(problem, file=sys.stderr)
    if (more := len(report.problems) - _MAX_SHOWN) > 0:
        print(f"and {more} more", file=sys.stderr)
    return 1 if report.problems else 0


def _sapa(source: str) -> FeedClient:
    server = HttpClient(os.environ["SAPA_URL"])
    return FeedClient(
        server, os.environ["SAPA_CLIENT_ID"], os.environ["SAPA_CLIENT_SECRET"], source
    )


def _folder(options: argparse.Namespace) -> ReadChanges:
    if not options.folder.is_dir():
        raise ValueError(f"{options.folder}: there is no such folder")
    return lambda _, today: iter([read_folder(options.folder, today)])


def _fineract(options: argparse.Namespace) -> ReadChanges:
    server = Fineract(
        HttpClient(os.environ["FINERACT_URL"]),
        os.environ.get("FINERACT_TENANT", "default"),
        os.environ["FINERACT_USERNAME"],
        os.environ["FINERACT_PASSWORD"],
        NameMapping(_pairs(options.office), _pairs(options.product)),
    )
    return lambda state, today: server.batches(state, today, whole=options.whole)


def _pairs(given: Sequence[str]) -> Mapping[str, str]:
    """`Head Office=PST` as a mapping."""
    return {name: code for name, _, code in (one.partition("=") for one in given)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.feed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    often = common.add_mutually_exclusive_group()
    often.add_argument("--once", action="store_true", help="one round (the default)")
    often.add_argument("--every", type=float, metavar="SECONDS", help="round after round")
    common.add_argument("--state", type=Path, default=Path("feed.db"), help="what was sent")
    common.add_argument("--source", default="core", help="tells several core systems apart")
    cores = parser.add_subparsers(dest="core", required=True)
    folder = cores.add_parser("csv", parents=[common], help="a folder of CSV and XLSX files")
    folder.add_argument("folder", type=Path)
    fineract = cores.add_parser("fineract", parents=[common], help="an Apache Fineract server")
    fineract.add_argument("--whole", action="store_true", help="read every account in full")
    fineract.add_argument("--office", action="append", default=[], metavar="NAME=CODE")
    fineract.add_argument("--product", action="append", default=[], metavar="NAME=PRODUCT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
