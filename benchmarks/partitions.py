"""`make benchpartitions`: the write units that work brings to the partitions which all work shares.

A partition key takes 1,000 a second (docs/decisions/partitions.md). Counted as DynamoDB bills: two
for each KB of an item in a transaction; of an index one for each KB of an entry that is new, gone
or changed, and both where its key changes. About a minute.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from benchmarks import planning, spreadsheets
from benchmarks.environment import set_environment
from benchmarks.file_import import start_run, uploaded_import
from benchmarks.import_steps import record
from local import tables, template
from local.engine import Engine

if TYPE_CHECKING:
    from shared.aws.items import Item
    from shared.aws.write import Write

IMPORTED, POSTED, PLANNED = 50, 400, 400

Units = Counter[tuple[str, str]]
"""Write units by (table or index, partition key)."""


def main() -> None:
    """Count and print."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder) / "engine.db")
        try:
            set_environment(engine.url, Path(folder))
            os.environ["FILES_FOLDER"] = str(Path(folder) / "files")
            _count(Path(folder))
        finally:
            engine.stop()


def _count(folder: Path) -> None:
    """Each kind of work, as fast as it may come one day."""
    from reminders.planning import planner
    from shared.aws import dynamo

    tables.ensure(dynamo.client(), template.load().tables)
    with counted() as units:
        _import(folder / "csv")
    _show("rows imported", IMPORTED * spreadsheets.ROWS, 5000, units)
    with counted() as units:
        _post()
    _show("entries posted", POSTED, 300, units)
    planning.write_all(planning._accounts(0, PLANNED))
    planning.write_all(planning._cards())
    with counted() as units:
        planner.run_here(planning.Morning())
    _show("messages planned", PLANNED, 333, units)
    with counted() as units:
        _deliver()
    _show("messages delivered", PLANNED, 80, units)


def _show(what: str, number: int, a_second: int, units: Units) -> None:
    """The busiest partition of each kind, but for those that belong to one member."""
    print(f"{what}, {a_second} a second: write units a second of the busiest partitions")
    kinds = dict[str, tuple[float, int]]()
    for (where, pk), spent in units.items():
        kind = where if "/" in where else f"{where} {pk.split('#')[0]}"
        busiest, count = kinds.get(kind, (0.0, 0))
        kinds[kind] = max(busiest, spent / number * a_second), count + 1
    for kind, (busiest, count) in sorted(kinds.items(), key=lambda pair: pair[1], reverse=True):
        if not kind.endswith(" M"):
            print(f"  {busiest:7.0f}  {kind.removeprefix('sapa-local-')} (of {count})")


def _import(folder: Path) -> None:
    """Take a cooperative's files in."""
    from imports import worker
    from imports.store import jobs

    folder.mkdir()
    import_id = uploaded_import(spreadsheets.write(folder, IMPORTED))
    while (state := jobs.load(import_id).state) != "done":
        if state == "checked":
            start_run(import_id)
        worker.lambda_handler({"Records": [record(import_id)]}, None)


def _post() -> None:
    """Repayments and deposits on what was imported, each as a clerk posts it."""
    from accounts import repository
    from accounts.ledger_schemas import NewTransaction
    from accounts.model import LoanAccount
    from accounts.unit_of_work import UnitOfWork
    from shared.aws import dynamo
    from shared.kernel.caller import PERMISSIONS, Caller
    from shared.kernel.settings import settings
    from shared.records.keys.accounts import HEAD
    from shared.records.keys.partitions import member_of

    clerk = Caller("siti", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")
    items, _ = dynamo.scan(settings().accounts_table, limit=20_000)
    heads = [item for item in items if str(item["sk"]).startswith(HEAD)]
    ids = [f"{member_of(str(i['pk']))}.{str(i['sk']).removeprefix(HEAD)}" for i in heads]
    for account_id in islice(ids * POSTED, POSTED):
        unit = UnitOfWork(clerk, repository.load(account_id), planning.Morning(), by_hand=True)
        kind = "repayment" if isinstance(unit.account, LoanAccount) else "deposit"
        entry = unit.post(NewTransaction(type=kind, value_date=planning.TODAY, amount=1000))
        unit.commit([unit.audit_record("transaction.post", id=entry.transaction_id, type=kind)])


def _deliver() -> None:
    """The four steps of each message, from a sender's claim to the member's reading."""
    from reminders import outbox
    from reminders.message_rules import MessageStatus
    from shared.aws import dynamo

    steps: tuple[MessageStatus, ...] = ("claimed", "sent", "delivered", "read")
    for number in range(PLANNED):
        member_id = planning._account_id(number).split(".")[0]
        message = outbox.get(member_id, planning.TODAY)
        if message is None:
            raise RuntimeError(f"{member_id} has no message")
        message = replace(message, status="ready")
        for step in steps:
            dynamo.transact([outbox.save(message.moved(step, "2026-11-24T01:00:00.000Z"))])
            message = replace(message, status=step, version=message.version + 1)


@contextmanager
def counted() -> Iterator[Units]:
    """The units that all transactions meanwhile cost."""
    from shared.aws import dynamo

    units, lock, transact = Units(), Lock(), dynamo.transact
    indexes = {table.name: table.definition for table in template.load().tables}

    def counting(writes: "Sequence[Write]") -> None:
        keys = [_key(write) for write in writes]
        before = dynamo.batch_get(keys)
        transact(writes)
        with lock:
            for (table, key), old, new in zip(keys, before, dynamo.batch_get(keys), strict=True):
                units[table, key[0]] += 2 * max(_kilobytes(old), _kilobytes(new))
                for index in indexes[table].get("GlobalSecondaryIndexes", []):
                    _count_index(units, f"{table}/{index['IndexName']}", index, old, new)

    dynamo.transact = counting
    try:
        yield units
    finally:
        dynamo.transact = transact


def _count_index(
    units: Units, where: str, index: Mapping[str, Any], old: "Item | None", new: "Item | None"
) -> None:
    (pk, sk) = (key["AttributeName"] for key in index["KeySchema"])
    more = index["Projection"].get("NonKeyAttributes", [])
    shown = ["pk", "sk", pk, sk, *more]
    gone, there = (
        {name: item[name] for name in shown if name in item} if item and pk in item else None
        for item in (old, new)
    )
    if gone == there:
        return
    if gone and there and (gone[pk], gone[sk]) == (there[pk], there[sk]):
        gone = None
    for entry in (gone, there):
        if entry:
            units[where, str(entry[pk])] += _kilobytes(entry)


def _key(write: "Write") -> tuple[str, tuple[str, str]]:
    key = write.request["Item"] if write.kind == "Put" else write.request["Key"]
    return write.request["TableName"], (key["pk"]["S"], key["sk"]["S"])


def _kilobytes(item: "Item | None") -> int:
    size = sum(len(name) + len(str(value).encode()) for name, value in (item or {}).items())
    return max(1, -(-size // 1024))


if __name__ == "__main__":
    main()
