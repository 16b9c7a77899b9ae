"""`make benchplan`: planning 3,000 dues among 10,000 and among 100,000 financing accounts.

Some minutes, most of them for writing the accounts. Cards of the members who owe are as the members
room stores them; the other accounts fall due later than any stage.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.environment import set_environment
from benchmarks.figures import Figure
from local import tables, template
from local.engine import Engine

if TYPE_CHECKING:
    from shared.aws.write import Write

FEW, MANY, DUE, MONTHS = 10_000, 100_000, 3_000, 12
STAGES = (-3, -1, 0, 1, 7, 14, 30)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MEMORY = Path("/dev/shm")
NO_LIMIT = 3600.0


class Morning:
    """08:00 on a Tuesday in Jakarta."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        engine = Engine(Path(folder) / "engine.db")
        try:
            set_environment(engine.url, Path(folder))
            for figure in _measure(engine):
                print(figure)
        finally:
            engine.stop()


def _measure(engine: Engine) -> list[Figure]:
    from shared.aws import dynamo

    described = template.load().tables
    reminders = [table for table in described if table.name.endswith("-reminders")]
    tables.ensure(dynamo.client(), described)
    write_all(_accounts(0, FEW))
    write_all(_cards())
    few = _planned(engine)
    tables.drop(dynamo.client(), reminders)
    tables.ensure(dynamo.client(), reminders)
    write_all(_accounts(FEW, MANY))
    many = _planned(engine)
    name = f"planning {DUE} dues of {MANY} accounts"
    return [
        Figure(f"{name}: CPU, with the engine's", many[0], few[0], "s", 1.3),
        Figure(f"{name}: calls", many[1], few[1], "calls", 1.02),
        Figure(f"{name}: read units", many[2], few[2], "RCU", 1.02),
        Figure(f"{name}: write units", many[3], few[3], "WCU", 1.02),
        Figure("the same, a dry run: time, of 29 s allowed", _decided(), 29.0, "s", 1.0),
    ]


def _planned(engine: Engine) -> list[float]:
    """Seconds of CPU of planner and engine, calls, read and write units of a planning."""
    from reminders.planning import planner
    from shared.aws import meter as meters

    meter = meters.Meter()
    token = meters.meter.set(meter)
    begun, ours = cpu_of(engine.pid), time.process_time()
    made = planner.run_here(Morning(), NO_LIMIT)
    spent = cpu_of(engine.pid) - begun + time.process_time() - ours
    meters.meter.reset(token)
    if made.messages != DUE:
        raise RuntimeError(f"{made} instead of {DUE} messages")
    return [spent, meter.calls, meter.read_units, meter.write_units]


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _decided() -> float:
    """Seconds of deciding about all that is due, of which everything is written already."""
    from reminders import service
    from reminders.schemas import PlanQuery
    from shared.kernel.caller import PERMISSIONS, Caller

    admin = Caller("benchmark", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")
    begun = time.perf_counter()
    service.plan(admin, PlanQuery(dry_run=True), Morning())
    return time.perf_counter() - begun


def write_all(items: Iterator["Write"]) -> None:
    """Write them, 100 a call."""
    from shared.aws import dynamo

    while some := list(islice(items, dynamo.MAX_TRANSACTION_WRITES)):
        dynamo.transact(some)


def _accounts(first: int, last: int) -> Iterator["Write"]:
    for number in range(first, last):
        days = -STAGES[number % len(STAGES)] if number < DUE else 5 + number % 60
        yield account_of(number, days)


def _cards() -> Iterator["Write"]:
    return map(card_of, range(DUE))


def account_of(number: int, days: int) -> "Write":
    """A financing account whose first instalment is due in so many days."""
    from shared.aws import write
    from shared.domain.financing import new_schedule
    from shared.kernel.settings import settings
    from shared.records import financing_accounts
    from shared.records.financing_accounts import FinancingAccount

    begun = TODAY + timedelta(days=days)
    parts = [(begun + timedelta(days=30 * n + n % 2), 500_000 + n, 60_000) for n in range(MONTHS)]
    account = FinancingAccount(
        _account_id(number),
        f"PB{number}",
        "Mikro",
        begun,
        None,
        3,
        new_schedule(parts),
        f"{begun}#",
    )
    return write.put(settings().accounts_table, financing_accounts.to_item(account))


def card_of(number: int) -> "Write":
    """The card of the member of an account."""
    from shared.aws import dynamo, write
    from shared.kernel.settings import settings
    from shared.records.keys import members as keys
    from shared.records.search_index.entries import Card

    member_id = _account_id(number).split(".")[0]
    card = Card(
        {
            "member_id": member_id,
            "member_no": str(number),
            "name": "Siti Rahmawati",
            "status": "active",
            "office": None,
            "joined_on": "2020-01-15",
            "phone": f"+62812{number:08}",
            "nik_masked": None,
        },
        (f"+62812{number:08}",),
    )
    pk, sk = keys.card(member_id)
    item: dynamo.Item = {"pk": pk, "sk": sk, "v": 1, "doc": card.to_doc()}
    return write.put(settings().members_table, item)


def _account_id(number: int) -> str:
    return f"01JB{number:022}.F01JB{number:022}"


if __name__ == "__main__":
    main()
