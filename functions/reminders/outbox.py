"""Messages and the ledger of reminders, as the reminders table keeps them with their member.

`MESSAGE#<business date>` is the one message of a member and day, with all its dues, and
`LEDGER#<own>#<instalment or date>#<stage>` says once and for all what became of a stage: in which
day's message it went, or why it did not. Both lie in the index by_day; a message that somebody must
come back to also in by_wait, by the moment from which on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from shared import dynamo, write
from shared.ids import split_account_id
from shared.items import Item
from shared.member_card import partition
from shared.messages import Language
from shared.settings import settings

from .message_rules import SWEPT, Status, require_step

Kind = Literal["installment", "matures", "wajib", "birthday"]
Channel = Literal["manual", "whatsapp", "email", "console"]

GUARD = "message"
BY_DAY = dynamo.Index("by_day", "day", "day_sort")
BY_WAIT = dynamo.Index("by_wait", "wait", "wait_until")

_PREFIX = "MESSAGE#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a member is reminded of: `stage` is days after (before: below 0) `due_on`.

    `amount` is whole rupiah unpaid when it was planned. A birthday has no account.
    """

    kind: Kind
    stage: int
    due_on: date
    amount: int = 0
    account_id: str | None = None
    account_no: str = ""
    product: str = ""
    number: int | None = None

    @property
    def place(self) -> str:
        """Its ledger item's sort key."""
        own = split_account_id(self.account_id)[1] if self.account_id else self.kind
        return f"LEDGER#{own}#{self.number or self.due_on}#{self.stage:+d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a message: when (UTC), to which status, why, by which user (None: by itself)."""

    at: str
    status: Status
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The message of a member and business date; `to` is E.164 (or an e-mail address).

    `fields` are the named values its text was made of. `wait_until` is the UTC time from which on
    somebody must come back to it, where its status is one that is swept. `version` is 0 before it
    was first written.
    """

    member_id: str
    day: date
    name: str
    office: str | None
    channel: Channel
    to: str
    template: str
    language: Language
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    dues: tuple[Due, ...]
    status: Status
    reason: str | None = None
    wait_until: str | None = None
    attempts: int = 0
    provider_id: str | None = None
    history: tuple[Step, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """`<member_id>.<day>`: what the provider gives back with each word about it."""
        return f"{self.member_id}.{self.day}"

    def moved(
        self,
        status: Status,
        at: str,
        *,
        reason: str | None = None,
        by: str | None = None,
        wait_until: str | None = None,
        **changes: Any,
    ) -> "Message":
        """After a step at a UTC time, kept in its history; Conflict where it may not be taken."""
        require_step(self.status, status)
        step = Step(at=at, status=status, reason=reason, by=by)
        return replace(
            self,
            status=status,
            reason=reason,
            wait_until=(wait_until or at) if status in SWEPT else None,
            history=(*self.history, step),
            **changes,
        )


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
        "day_sort": day_sort(message.status, message.reason, message.member_id),
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


def day_sort(status: str, reason: str | None, member_id: str, rest: str = "") -> str:
    """Its sort key in by_day: one Query answers the rows or the counts of a day or a status."""
    return f"{status}#{reason or '-'}#{member_id}#{rest}"


def due_doc(due: Due) -> dict[str, Any]:
    """A due as JSON."""
    return {**asdict(due), "due_on": str(due.due_on)}


def due_of(doc: Mapping[str, Any]) -> Due:
    """Read what due_doc wrote."""
    return Due(**{**doc, "due_on": date.fromisoformat(doc["due_on"])})
