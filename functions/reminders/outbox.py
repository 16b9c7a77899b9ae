"""Messages and the ledger of reminders, as the reminders table keeps them with their member.

`MESSAGE#<business date>` is the one message of a member and day, with all its dues, and
`LEDGER#<own>#<instalment or date>#<stage>` says once and for all what became of a stage: in which
day's message it went, or why it did not. Both lie in the index by_day; a message that somebody must
come back to also in by_wait, by the moment from which on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from shared.aws import dynamo, write
from shared.aws.items import Item
from shared.kernel.settings import settings
from shared.records.keys.partitions import partition

from .message import Due, Message, Step
from .message_rules import SWEPT, Status

GUARD = "message"
BY_DAY = dynamo.Index("by_day", "day", "day_sort")
BY_WAIT = dynamo.Index("by_wait", "wait", "wait_until")

_PREFIX = "MESSAGE#"


def key(member_id: str, day: date) -> dynamo.Key:
    """Where the message of a member and day lies."""
    return partition(member_id), f"{_PREFIX}{day}"


def get(member_id: str, day: date) -> Message | None:
    """The message of a member and day."""
    item = dynamo.get(settings().reminders_table, key(member_id, day))
    return from_item(item) if item else None


def save(message: Message) -> write.Write:
    """The write of a message: new, or over the version that was read (guard `message`)."""
    table, item = settings().reminders_table, to_item(message)
    if message.version:
        return write.put(table, item, version=message.version, guard=GUARD)
    return write.put(table, item, new=True, guard=GUARD)


def swept(status: Status, until: str, limit: int) -> list[dynamo.Key]:
    """Keys of the messages of a swept status whose time had come at a UTC time, oldest first."""
    items = dynamo.query(
        settings().reminders_table,
        status,
        dynamo.Between("", until),
        index=BY_WAIT,
        limit=limit,
        only=("pk", "sk"),
    )
    return [(str(item["pk"]), str(item["sk"])) for item in items]


def to_item(message: Message) -> Item:
    """The item of the message's next version."""
    pk, sk = key(message.member_id, message.day)
    doc = {
        "name": message.name,
        "office": message.office,
        "channel": message.channel,
        "to": message.to,
        "template": message.template,
        "language": message.language,
        "text": message.text,
        "fields": dict(message.fields),
        "dues": [due_doc(due) for due in message.dues],
        "reason": message.reason,
        "attempts": message.attempts,
        "provider_id": message.provider_id,
        "history": [asdict(step) for step in message.history],
    }
    item: Item = {
        "pk": pk,
        "sk": sk,
        "v": message.version + 1,
        "status": message.status,
        "day": str(message.day),
        "day_sort": day_sort(message.status, message.reason, message.office, message.member_id),
        "doc": json.dumps(doc, ensure_ascii=False, separators=(",", ":")),
    }
    if message.status in SWEPT and message.wait_until:
        item |= {"wait": message.status, "wait_until": message.wait_until}
    return item


def from_item(item: Mapping[str, Any]) -> Message:
    """Read a message's item, of the table or of the stream."""
    doc = json.loads(str(item["doc"]))
    return Message(
        **{
            **doc,
            "member_id": str(item["pk"]).removeprefix("M#"),
            "day": date.fromisoformat(str(item["day"])),
            "status": item["status"],
            "wait_until": item.get("wait_until"),
            "dues": tuple(due_of(due) for due in doc["dues"]),
            "history": tuple(Step(**step) for step in doc["history"]),
            "version": int(item["v"]),
        }
    )


def day_sort(
    status: str, reason: str | None, office: str | None, member_id: str, rest: str = "message"
) -> str:
    """Its sort key in by_day, from which days are counted and filtered without reading the item."""
    return f"{status}#{reason or '-'}#{office or '-'}#{member_id}#{rest}"


def office_of(place: str) -> str | None:
    """The member's office, of a sort key in by_day."""
    office = place.split("#")[2]
    return None if office == "-" else office


def due_doc(due: Due) -> dict[str, Any]:
    """A due as JSON."""
    return {**asdict(due), "due_on": str(due.due_on)}


def due_of(doc: Mapping[str, Any]) -> Due:
    """Read what due_doc wrote."""
    return Due(**{**doc, "due_on": date.fromisoformat(doc["due_on"])})
