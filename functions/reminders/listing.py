"""Use cases: a day's reminders, and how many of them came to what, from the index by_day."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta

from shared.aws import dynamo, merged_query
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid
from shared.kernel.settings import settings
from shared.records.keys import reminders as keys
from shared.records.keys.partitions import member_of
from shared.web.cursor import seal, unseal

from . import outbox, repository
from .message import ReminderMessage
from .schemas import MAX_PAGE, MOST_DAYS, RemindersQuery, SummaryQuery

_WEEK = timedelta(days=6)


def listed(caller: Caller, query: RemindersQuery, clock: Clock) -> dict[str, object]:
    """A page of a day's messages and skips (a ReminderList), by status: a Query a part, one read.

    For a caller bound to offices it may be short and have a next cursor.
    """
    day = query.date or clock.today()
    scope = f"reminders:{day}:{query.status}:{','.join(caller.offices)}"
    after = unseal(query.cursor, scope)
    found, last = _keys(caller, day, query, after)
    items = repository.read_many([(settings().reminders_table, key) for key in found])
    rows = [_row(day, item) for item in items.values() if item]
    return {"items": rows, "next_cursor": seal(last, scope) if last else None}


def _keys(
    caller: Caller, day: date, query: RemindersQuery, after: str | None
) -> tuple[list[dynamo.Key], str | None]:
    """(keys of what the caller may see, the by_day sort key behind which the next page begins)."""
    prefix = keys.with_status(query.status) if query.status else ""
    size = MAX_PAGE if caller.offices else query.limit
    entries = merged_query.query(
        settings().reminders_table,
        keys.day_parts(day),
        dynamo.Between(f"{after} " if after else prefix, f"{prefix}~"),
        index=keys.BY_DAY,
        limit=size + 1,
    )
    found: list[dynamo.Key] = []
    for entry in entries:
        if caller.may_see(keys.office_of(str(entry["day_sort"]))):
            if len(found) == query.limit:
                return found, after
            found.append((str(entry["pk"]), str(entry["sk"])))
        after = str(entry["day_sort"])
    return found, after if len(entries) > size else None


def summary(caller: Caller, query: SummaryQuery, clock: Clock) -> dict[str, object]:
    """Days with how many reminders came to which status (a Summary); a Query a day and part."""
    last = query.to or max(clock.today(), query.from_ or clock.today())
    first = query.from_ or last - _WEEK
    if first > last:
        raise Invalid("to", "order", str(last), other="from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid("from", "too_many_days", str(first), limit=MOST_DAYS)
    days = [last - timedelta(days=n) for n in range((last - first).days + 1)]
    return {"items": [_summary(caller, day) for day in days], "next_cursor": None}


def _summary(caller: Caller, day: date) -> dict[str, object]:
    sort_keys = [
        str(entry["day_sort"])
        for part in keys.day_parts(day)
        for entry in dynamo.query(
            settings().reminders_table, part, index=keys.BY_DAY, only=("day_sort",)
        )
    ]
    seen = [keys.status_and_reason(one) for one in sort_keys if caller.may_see(keys.office_of(one))]
    statuses = Counter(status for status, _ in seen)
    skipped = Counter(reason for status, reason in seen if status == "skipped")
    return {"date": str(day), "statuses": dict(statuses), "skipped": dict(skipped)}


def _row(day: date, item: dynamo.Item) -> dict[str, object]:
    """A ReminderRow: a message, or a ledger item that says why nothing was sent."""
    if "status" in item:
        return message_row(outbox.from_item(item))
    doc = json.loads(str(item["doc"]))
    return {
        "kind": "skip",
        "member_id": member_of(str(item["pk"])),
        "date": str(day),
        "name": doc["name"],
        "office": doc["office"],
        "status": "skipped",
        "reason": doc["reason"],
        "channel": None,
        "to": None,
        "template": None,
        "language": None,
        "text": None,
        "dues": [doc["due"]],
        "wait_until": None,
        "attempts": 0,
        "history": [],
    }


def message_row(message: ReminderMessage) -> dict[str, object]:
    """A message as a ReminderRow."""
    return {
        "kind": "message",
        "member_id": message.member_id,
        "date": str(message.day),
        "name": message.name,
        "office": message.office,
        "status": message.status,
        "reason": message.reason,
        "channel": message.channel,
        "to": message.to,
        "template": message.template,
        "language": message.language,
        "text": message.text,
        "dues": [outbox.due_doc(due) for due in message.dues],
        "wait_until": message.wait_until if message.status == "waiting" else None,
        "attempts": message.attempts,
        "history": [asdict(step) for step in message.history],
    }
