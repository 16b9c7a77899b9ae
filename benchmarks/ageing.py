"""Ageing, a due list and the worklist over 1,000 and 10,000 late accounts of 24 months."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.place import Place

if TYPE_CHECKING:
    from shared.aws.write import Write

FEW, MANY = 1_000, 10_000
WITHIN_MS = 2_000.0
MONTHS = 24
PATHS = ("/arrears/ageing", "/arrears/due", "/arrears/worklist")


def measure(sapa: Place) -> list[Figure]:
    """Milliseconds, calls and read units of ageing; what a page of due accounts costs."""
    _lend(sapa, 0, FEW)
    few, few_due, few_work = (_asked(sapa, path) for path in PATHS)
    _lend(sapa, FEW, MANY)
    many, many_due, many_work = (_asked(sapa, path) for path in PATHS)
    name = f"ageing of {MANY} late accounts"
    growth = MANY / FEW
    return [
        Figure(f"{name}: time, against the 2 s allowed", many[0], WITHIN_MS, "ms", 1.0),
        Figure(f"{name}: DynamoDB calls", many[1], few[1], "calls", growth),
        Figure(f"{name}: read units", many[2], few[2], "RCU", growth * 1.1),
        Figure(f"a page of due accounts, {FEW} and {MANY}: calls", *_pair(many_due, few_due, 1)),
        Figure(f"a page of due accounts, {FEW} and {MANY}: units", *_pair(many_due, few_due, 2)),
        Figure(f"a page of the worklist, {FEW} and {MANY}: calls", *_pair(many_work, few_work, 1)),
        Figure(f"a page of the worklist, {FEW} and {MANY}: units", *_pair(many_work, few_work, 2)),
    ]


def _pair(many: list[float], few: list[float], place: int) -> tuple[float, float, str, float]:
    return many[place], few[place], "calls" if place == 1 else "RCU", 1.1


def _lend(sapa: Place, first: int, last: int) -> None:
    """Late accounts as the accounts room stores them, without ledger and members.

    It takes longer than the server keeps an idle connection, so the next request opens another.
    """
    from shared.aws import dynamo

    items = _items(first, last)
    while some := list(islice(items, dynamo.MAX_TRANSACTION_WRITES)):
        dynamo.transact(some)
    sapa.connection.close()


def _items(first: int, last: int) -> Iterator["Write"]:
    from shared.aws import write
    from shared.domain.financing import numbered
    from shared.kernel.settings import settings
    from shared.records import financing_accounts
    from shared.records.financing_accounts import FinancingAccount

    today = date.today()  # noqa: DTZ011 - how late they are need not be exact
    for number in range(first, last):
        begun = today - timedelta(days=1 + number % 400)
        parts = [
            (begun + timedelta(days=30 * n + n % 2), 500_000 + n, 60_000) for n in range(MONTHS)
        ]
        account_id = f"01JB{number:022}.F01JB{number:022}"
        account = FinancingAccount(
            account_id, f"PB{number}", "Mikro", begun, None, 3, numbered(parts), f"{begun}#"
        )
        item = financing_accounts.to_item(account)
        yield write.put(settings().accounts_table, item)


def _asked(sapa: Place, path: str) -> list[float]:
    """(ms, calls, read units) of the second of two requests."""
    sapa.call("GET", path)
    begun = time.perf_counter()
    _, headers = sapa.call("GET", path)
    spent = (time.perf_counter() - begun) * 1000
    timing = headers["server-timing"]
    return [spent, *(float(timing.split(f'{n};desc="')[1].split('"')[0]) for n in ("calls", "rcu"))]
