"""Snapshots as the arrears table keeps them.

`SNAPSHOT#<date>` holds `JOB` (how far it is; it counts once its status is `done`) and the accounts
in `PART#<number>`, thousands an item; `TREND` holds the sums of each finished day. A part, the
progress behind it and at the end the day's sums are one transaction, so a day is never half.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Literal

from arrears.ageing import aged_account, portfolio_summary
from arrears.ageing.aged_account import Aged
from arrears.ageing.portfolio_summary import Sums
from shared.aws import dynamo, write
from shared.kernel.settings import settings

Source = Literal["index", "ledger"]
GUARD = "job"
_JOB, _TREND = "JOB", "TREND"


@dataclass(frozen=True, slots=True)
class Job:
    """How far the snapshot of a day is.

    `place` is behind what its source goes on, None at its end. Times are UTC ISO 8601.
    """

    day: date
    source: Source
    started_at: str
    updated_at: str
    finished_at: str | None = None
    place: str | None = ""
    parts: int = 0
    accounts: int = 0
    members: int = 0
    sums: Sums = field(default_factory=dict)
    version: int = 1

    @property
    def done(self) -> bool:
        return self.finished_at is not None


def job(day: date) -> Job | None:
    """How far a day's snapshot is, None where nobody started it."""
    item = dynamo.get(settings().arrears_table, (_partition(day), _JOB))
    if item is None:
        return None
    fields = json.loads(str(item["doc"]))
    sums = portfolio_summary.from_doc(fields.pop("sums"))
    return Job(day=day, version=int(item["v"]), sums=sums, **fields)


def day_of(pk: str) -> date:
    """Whose day a partition is."""
    return date.fromisoformat(pk.removeprefix("SNAPSHOT#"))


def started(new: Job) -> write.Write:
    """The write of a new job, refused where somebody else was faster (guard `job`)."""
    return write.put(settings().arrears_table, _item(new), new=True, guard=GUARD)


def moved(old: Job, new: Job) -> write.Write:
    """The write from one version of a job to the next (guard `job`)."""
    after = replace(new, version=old.version + 1)
    return write.put(settings().arrears_table, _item(after), version=old.version, guard=GUARD)


def part(day: date, number: int, rows: Sequence[Aged]) -> write.Write:
    """The write of some accounts."""
    sk, packed = f"PART#{number:05}", aged_account.pack(rows)
    item: dynamo.Item = {"pk": _partition(day), "sk": sk, "packed": packed}
    return write.put(settings().arrears_table, item)


def summary(done: Job) -> write.Write:
    """The write of a finished day's sums."""
    doc = json.dumps(portfolio_summary.to_doc(done.sums))
    return write.put(settings().arrears_table, {"pk": _TREND, "sk": str(done.day), "doc": doc})


def accounts(day: date) -> Iterator[Aged]:
    """The accounts of a finished day: some 20,000 a call."""
    table = settings().arrears_table
    for item in dynamo.query(table, _partition(day), dynamo.Prefix("PART#")):
        packed = item["packed"]
        assert isinstance(packed, bytes)  # noqa: S101 - what part() wrote
        yield from aged_account.unpack(packed)


def trend(first: date, last: date) -> list[tuple[str, Sums]]:
    """(day, its sums) of each finished day from first to last, in one call for years."""
    span = dynamo.Between(str(first), str(last))
    found = dynamo.query(settings().arrears_table, _TREND, span)
    return [(str(i["sk"]), portfolio_summary.from_doc(json.loads(str(i["doc"])))) for i in found]


def _partition(day: date) -> str:
    return f"SNAPSHOT#{day}"


def _item(one: Job) -> dynamo.Item:
    fields = asdict(one)
    del fields["day"], fields["version"]
    return {
        "pk": _partition(one.day),
        "sk": _JOB,
        "v": one.version,
        "status": "done" if one.done else "running",
        "doc": json.dumps(fields),
    }
