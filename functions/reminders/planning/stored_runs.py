"""The plannings of the days, as the reminders table keeps them: `RUN` / `<business date>`."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from shared.aws import dynamo, write
from shared.aws.items import Item
from shared.kernel.settings import settings
from shared.records.keys import reminders as keys

GUARD = "run"


@dataclass(frozen=True, slots=True)
class PlanningRun:
    """How far the planning of a business date is: it goes on behind the member `position`.

    `since` is the first day that it makes up for. Times are UTC ISO 8601. The numbers are what it
    has written so far: new messages, and dues that went into messages or are not sent. `version` is
    0 before it is kept, and of runs that were kept before they had versions.
    """

    day: date
    since: date
    started_at: str
    updated_at: str
    finished_at: str | None = None
    position: str = ""
    messages: int = 0
    planned: int = 0
    skipped: int = 0
    version: int = 0

    @property
    def done(self) -> bool:
        return self.finished_at is not None

    def stuck(self, now: datetime, after: timedelta) -> bool:
        """Whether it is not done, and nothing was heard of it for so long."""
        return not self.done and now - datetime.fromisoformat(self.updated_at) > after


def latest(until: date) -> PlanningRun | None:
    """The last planning that was begun up to a day."""
    table = settings().reminders_table
    span = dynamo.Between("", str(until))
    runs = dynamo.query(table, keys.RUNS, span, descending=True, limit=1)
    return _from_item(runs[0]) if runs else None


def of_day(day: date) -> PlanningRun | None:
    """The planning of a day, None where nobody began it."""
    item = dynamo.get(settings().reminders_table, keys.run(day))
    return _from_item(item) if item else None


def save(run: PlanningRun) -> write.Write:
    """The write of a run's next version, over the one that it carries (guard `run`).

    Over version 0 there is no condition: whoever begins the planning of a day writes the same.
    """
    pk, sk = keys.run(run.day)
    doc = asdict(run) | {"day": str(run.day), "since": str(run.since)}
    del doc["version"]
    item: Item = {
        "pk": pk,
        "sk": sk,
        "v": run.version + 1,
        "status": "done" if run.done else "running",
        "doc": json.dumps(doc),
    }
    table = settings().reminders_table
    return write.put(table, item, version=run.version or None, guard=GUARD)


def saved(run: PlanningRun) -> PlanningRun:
    """Save a run; the one of somebody who was faster is as good."""
    try:
        dynamo.transact([save(run)])
    except dynamo.ConditionFailed:
        return of_day(run.day) or run
    return replace(run, version=run.version + 1)


def _from_item(item: Item) -> PlanningRun:
    doc = json.loads(str(item["doc"]))
    return PlanningRun(
        **{
            "updated_at": doc["started_at"],  # runs that were kept before they had this
            **doc,
            "day": date.fromisoformat(doc["day"]),
            "since": date.fromisoformat(doc["since"]),
            "version": int(item.get("v", 0)),
        }
    )
