"""Follow-ups as the arrears table keeps them: with their member, by account and time.

`FOLLOW#<own>#<time>#<id>` is a follow-up, and `DESK#<own>` what the worklist asks of the account:
when somebody last tried, with which outcome, the last promise, whose it is, and what a sender
marked (shared/records/delivery_marks.py). Each of its attributes is set by itself, so two clerks
never make each other wait.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from shared.aws import dynamo, items, write
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.delivery_marks import Mark, desk_key, read_mark
from shared.records.keys.partitions import partition
from shared.records.timeline import Medium

from .promise_rules import Promise

Kind = Literal["attempt", "visit", "promise"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An attempt, a visit or a promise; what its kind has not is None. `on` is the business day."""

    id: str
    account_id: str
    at: str
    on: date
    kind: Kind
    channel: Medium | None
    outcome: str | None
    amount: int | None
    due_on: date | None
    note: str | None
    officer: str

    @property
    def place(self) -> str:
        """Its sort key."""
        return f"{_prefix(self.account_id)}{self.at}#{self.id}"

    @property
    def promise(self) -> Promise | None:
        """The promise in it."""
        if self.amount is None or self.due_on is None:
            return None
        return Promise(self.id, self.on, self.due_on, self.amount)


@dataclass(frozen=True, slots=True)
class Desk:
    """What was last done about an account, whose it is, and what a sender marked since."""

    contacted_on: date | None = None
    outcome: str | None = None
    promise: Promise | None = None
    officer: str | None = None
    mark: Mark | None = None


def desk_of(item: dynamo.Item | None) -> Desk:
    """Read a Desk; an empty one where nobody did anything yet."""
    if item is None:
        return Desk()
    contacted = item.get("contacted_on")
    promise, officer, mark = item.get("promise"), item.get("officer"), item.get("mark")
    return Desk(
        date.fromisoformat(str(contacted)) if contacted else None,
        str(item["outcome"]) if contacted else None,
        _read_promise(str(promise)) if promise else None,
        str(officer) if officer else None,
        read_mark(str(mark)) if mark else None,
    )


def desk(account_id: str) -> Desk:
    """An account's Desk, in one call."""
    return desk_of(dynamo.get(_table(), desk_key(account_id)))


def assign(account_id: str, officer: str | None, seen: str | None) -> write.Write:
    """The write of whose account it is, refused where it is not `seen` now (guard `officer`)."""
    change: dict[str, items.Value] = {"officer": officer} if officer else {}
    return write.update(
        _table(),
        desk_key(account_id),
        change=change,
        remove=() if officer else ("officer",),
        when="#officer = :seen" if seen else "attribute_not_exists(#officer)",
        values={"seen": seen} if seen else {},
        guard="officer",
    )


def page(account_id: str, limit: int, after: str | None) -> list[FollowUp]:
    """Newest first, behind the place `after`."""
    items = dynamo.query(
        _table(),
        partition(split_account_id(account_id)[0]),
        dynamo.Prefix(_prefix(account_id)),
        limit=limit,
        after=after,
        descending=True,
    )
    return [_read(str(item["doc"])) for item in items]


def of_member(member_id: str) -> list[FollowUp]:
    """All of a member's accounts, in one call, an account's oldest first."""
    items = dynamo.query(_table(), partition(member_id), dynamo.Prefix("FOLLOW#"))
    return [_read(str(item["doc"])) for item in items]


def writes(made: FollowUp) -> list[write.Write]:
    """The writes of a new follow-up and of its account's Desk."""
    member_id, _ = split_account_id(made.account_id)
    fields = {**asdict(made), "on": str(made.on), "due_on": made.due_on and str(made.due_on)}
    doc = json.dumps(fields, ensure_ascii=False)
    item: dynamo.Item = {"pk": partition(member_id), "sk": made.place, "doc": doc}
    change: dict[str, items.Value] = {"contacted_on": str(made.on), "outcome": made.outcome or ""}
    if promise := made.promise:
        change = {"promise": _promise_doc(promise)}
    return [
        write.put(_table(), item, new=True),
        write.update(_table(), desk_key(made.account_id), change=change, remove=("mark",)),
    ]


def _table() -> str:
    return settings().arrears_table


def _prefix(account_id: str) -> str:
    return f"FOLLOW#{split_account_id(account_id)[1]}#"


def _read(doc: str) -> FollowUp:
    fields = json.loads(doc)
    due_on = fields["due_on"]
    return FollowUp(
        **{
            **fields,
            "on": date.fromisoformat(fields["on"]),
            "due_on": date.fromisoformat(due_on) if due_on else None,
        }
    )


def _promise_doc(promise: Promise) -> str:
    fields = asdict(promise)
    return json.dumps({**fields, "made_on": str(promise.made_on), "due_on": str(promise.due_on)})


def _read_promise(doc: str) -> Promise:
    fields = json.loads(doc)
    return Promise(
        fields["promise_id"],
        date.fromisoformat(fields["made_on"]),
        date.fromisoformat(fields["due_on"]),
        fields["amount"],
    )
