"""Messages, as the reminders table keeps them with their member.

There is one message of a member and business date, with all its dues. It lies in the index by_day,
and in by_wait while somebody must come back to it, from a UTC time on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from shared.aws import dynamo, write
from shared.aws.items import Item
from shared.kernel.settings import settings
from shared.records.keys import reminders as keys
from shared.records.keys.partitions import member_of

from .message import Due, MessageStep, ReminderMessage
from .message_rules import SWEPT, MessageStatus

GUARD = "message"


def get(member_id: str, day: date) -> ReminderMessage | None:
    """The message of a member and day."""
    item = dynamo.get(settings().reminders_table, keys.message(member_id, day))
    return from_item(item) if item else None


def save(message: ReminderMessage) -> write.Write:
    """The write of a message: new, or over the version that was read (guard `message`)."""
    table, item = settings().reminders_table, to_item(message)
    if message.version:
        return write.put(table, item, version=message.version, guard=GUARD)
    return write.put(table, item, new=True, guard=GUARD)


def waited(status: MessageStatus, until: str, limit: int) -> list[dynamo.Key]:
    """Keys of the messages of a status that waited up to a UTC time, the longest first."""
    items = dynamo.query(
        settings().reminders_table,
        status,
        dynamo.Between("", until),
        index=keys.BY_WAIT,
        limit=limit,
        only=("pk", "sk"),
    )
    return [(str(item["pk"]), str(item["sk"])) for item in items]


def is_claimed_since(time: str) -> bool:
    """Whether a message that a sender claimed at a UTC time or later has no answer yet."""
    span = dynamo.Between(time, "~")
    return bool(
        dynamo.query(settings().reminders_table, "claimed", span, index=keys.BY_WAIT, limit=1)
    )


def to_item(message: ReminderMessage) -> Item:
    """The item of the message's next version."""
    pk, sk = keys.message(message.member_id, message.day)
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
        "day": keys.day_part(message.day, message.member_id),
        "day_sort": keys.message_day_sort(
            message.status, message.reason, message.office, message.member_id
        ),
        "doc": json.dumps(doc, ensure_ascii=False, separators=(",", ":")),
    }
    if message.status in SWEPT and message.wait_until:
        item |= {"wait": message.status, "wait_until": message.wait_until}
    return item


def from_item(item: Mapping[str, Any]) -> ReminderMessage:
    """Read a message's item, of the table or of the stream."""
    doc = json.loads(str(item["doc"]))
    return ReminderMessage(
        **{
            **doc,
            "member_id": member_of(str(item["pk"])),
            "day": keys.message_day(str(item["sk"])),
            "status": item["status"],
            "wait_until": item.get("wait_until"),
            "dues": tuple(due_of(due) for due in doc["dues"]),
            "history": tuple(MessageStep(**step) for step in doc["history"]),
            "version": int(item["v"]),
        }
    )


def due_doc(due: Due) -> dict[str, Any]:
    """A due as JSON."""
    return {**asdict(due), "due_on": str(due.due_on)}


def due_of(doc: Mapping[str, Any]) -> Due:
    """Read what due_doc wrote."""
    return Due(**{**doc, "due_on": date.fromisoformat(doc["due_on"])})
