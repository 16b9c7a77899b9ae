"""Snapshots as the arrears table keeps them.

`SNAPSHOT#<date>` holds `JOB` (how far it is; it counts once its status is `done`) and the accounts
in `PART#<number>`, thousands an item; `TREND` holds the sums of each finished day. A part, the
progress behind it and at the end the day's sums are one transaction, so a day is never half.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from arrears.ageing import aged_account, portfolio_summary
from arrears.ageing.aged_account import AgedAccount
from arrears.ageing.portfolio_summary import SummaryByOffice
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import arrears as keys

SnapshotSource = Literal["index", "ledger"]
GUARD = "job"


@dataclass(frozen=True, slots=True)
class SnapshotJob:
    """How far the snapshot of a day is.

    Its source goes on behind `position` (None at its end): `<shard> <sort key>` of the index, or a
    sort key of the list by member number. Times are UTC ISO 8601.
    """

    day: date
    source: SnapshotSource
    started_at: str
    updated_at: str
    finished_at: str | None = None
    position: str | None = ""
    parts: int = 0
    accounts: int = 0
    members: int = 0
    sums: SummaryByOffice = field(default_factory=dict)
    version: int = 1

    @property
    def done(self) -> bool:
        return self.finished_at is not None


def job(day: date) -> SnapshotJob | None:
    """How far a day's snapshot is, None where nobody started it."""
    item = dynamo.get(settings().arrears_table, keys.snapshot_job(day))
    if item is None:
        return None
    fields = json.loads(str(item["doc"]))
    sums = portfolio_summary.from_doc(fields.pop("sums"))
    position = fields.pop("place")
    return SnapshotJob(day=day, version=int(item["v"]), sums=sums, position=position, **fields)


def started(new: SnapshotJob) -> write.Write:
    """The write of a new job, refused where somebody else was faster (guard `job`)."""
    return write.put(settings().arrears_table, _item(new), new=True, guard=GUARD)


def moved(old: SnapshotJob, new: SnapshotJob) -> write.Write:
    """The write from one version of a job to the next (guard `job`)."""
    after = replace(new, version=old.version + 1)
    return write.put(settings().arrears_table, _item(after), version=old.version, guard=GUARD)


def part(day: date, number: int, rows: Sequence[AgedAccount]) -> write.Write:
    """The write of some accounts."""
    pk, sk = keys.snapshot_part(day, number)
    item: dynamo.Item = {"pk": pk, "sk": sk, "packed": aged_account.pack(rows)}
    return write.put(settings().arrears_table, item)


def summary(done: SnapshotJob) -> write.Write:
    """The write of a finished day's sums."""
    pk, sk = keys.day_summary(done.day)
    doc = json.dumps(portfolio_summary.to_doc(done.sums))
    return write.put(settings().arrears_table, {"pk": pk, "sk": sk, "doc": doc})


def accounts(day: date) -> Iterator[AgedAccount]:
    """The accounts of a finished day: some 20,000 a call."""
    table = settings().arrears_table
    for item in dynamo.query(table, keys.snapshot(day), dynamo.Prefix(keys.SNAPSHOT_PARTS)):
        packed = item["packed"]
        assert isinstance(packed, bytes)  # noqa: S101 - what part() wrote
        yield from aged_account.unpack(packed)


def trend(first: date, last: date) -> list[tuple[str, SummaryByOffice]]:
    """(day, its sums) of each finished day from first to last, in one call for years."""
    span = dynamo.Between(str(first), str(last))
    found = dynamo.query(settings().arrears_table, keys.TREND, span)
    return [(str(i["sk"]), portfolio_summary.from_doc(json.loads(str(i["doc"])))) for i in found]


def _item(one: SnapshotJob) -> dynamo.Item:
    pk, sk = keys.snapshot_job(one.day)
    doc = {
        "source": one.source,
        "started_at": one.started_at,
        "updated_at": one.updated_at,
        "finished_at": one.finished_at,
        "place": one.position,
        "parts": one.parts,
        "accounts": one.accounts,
        "members": one.members,
        "sums": portfolio_summary.to_doc(one.sums),
    }
    return {
        "pk": pk,
        "sk": sk,
        "v": one.version,
        "status": "done" if one.done else "running",
        "doc": json.dumps(doc),
    }
