"""Follow-ups and the collection state of accounts, as the arrears table keeps them.

Each attribute of the collection state is set by itself, so that two clerks, or a clerk and a
sender (shared/records/delivery_marks.py), never make each other wait.
"""

import json
from dataclasses import asdict
from datetime import date

from shared.aws import dynamo, items, write
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings
from shared.records.delivery_marks import read_mark
from shared.records.keys import arrears as keys
from shared.records.keys.partitions import partition

from .follow_up import CollectionState, FollowUp
from .promise_rules import Promise

_DAYS = ("on", "due_on", "next_contact_on")


def state_from(item: dynamo.Item | None) -> CollectionState:
    """Read an account's collection state; an empty one where nobody did anything yet."""
    if item is None:
        return CollectionState()
    contacted = item.get("contacted_on")
    promise, officer, mark = item.get("promise"), item.get("officer"), item.get("mark")
    return CollectionState(
        date.fromisoformat(str(contacted)) if contacted else None,
        str(item["outcome"]) if contacted else None,
        _read_promise(str(promise)) if promise else None,
        str(officer) if officer else None,
        read_mark(str(mark)) if mark else None,
        date.fromisoformat(str(item["next_contact_on"])) if "next_contact_on" in item else None,
    )


def state_of(account_id: str) -> CollectionState:
    """An account's collection state, in one call."""
    return state_from(dynamo.get(_table(), keys.collection_state(account_id)))


def assign(account_id: str, officer: str | None, seen: str | None) -> write.Write:
    """The write of whose account it is, refused where it is not `seen` now (guard `officer`)."""
    change: dict[str, items.Value] = {"officer": officer} if officer else {}
    return write.update(
        _table(),
        keys.collection_state(account_id),
        change=change,
        remove=() if officer else ("officer",),
        when="#officer = :seen" if seen else "attribute_not_exists(#officer)",
        values={"seen": seen} if seen else {},
        guard="officer",
    )


def sort_key(made: FollowUp) -> str:
    """Where a follow-up lies among those of its account, which is by time."""
    return keys.follow_up(made.account_id, made.at, made.id)[1]


def page(account_id: str, limit: int, after: str | None) -> list[FollowUp]:
    """An account's follow-ups, newest first, behind the sort key `after`."""
    found = dynamo.query(
        _table(),
        partition(split_account_id(account_id)[0]),
        dynamo.Prefix(keys.follow_ups_of(account_id)),
        limit=limit,
        after=after,
        descending=True,
    )
    return [_read(str(item["doc"])) for item in found]


def of_member(member_id: str) -> list[FollowUp]:
    """The follow-ups of all of a member's accounts, in one call, an account's oldest first."""
    found = dynamo.query(_table(), partition(member_id), dynamo.Prefix(keys.FOLLOW_UPS))
    return [_read(str(item["doc"])) for item in found]


def writes(made: FollowUp) -> list[write.Write]:
    """The writes of a new follow-up and of its account's collection state."""
    pk, sk = keys.follow_up(made.account_id, made.at, made.id)
    fields = asdict(made)
    fields |= {name: fields[name] and str(fields[name]) for name in _DAYS}
    item: dynamo.Item = {"pk": pk, "sk": sk, "doc": json.dumps(fields, ensure_ascii=False)}
    change: dict[str, items.Value] = {"contacted_on": str(made.on), "outcome": made.outcome or ""}
    remove = ["mark"]
    if promise := made.promise:
        change = {"promise": _promise_doc(promise)}
    elif made.next_contact_on:
        change["next_contact_on"] = str(made.next_contact_on)
    else:
        remove.append("next_contact_on")
    state = keys.collection_state(made.account_id)
    return [
        write.put(_table(), item, new=True),
        write.update(_table(), state, change=change, remove=remove),
    ]


def _table() -> str:
    return settings().arrears_table


def _read(doc: str) -> FollowUp:
    fields = json.loads(doc)
    days = {name: fields[name] for name in _DAYS if fields.get(name)}
    return FollowUp(**fields | {name: date.fromisoformat(day) for name, day in days.items()})


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
