"""A reminder message, the dues it lists and the steps it has taken. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from shared.kernel.messages import Language
from shared.records.keys import reminders as reminder_keys

from .message_rules import SWEPT, MessageStatus, require_step

DueKind = Literal["installment", "matures", "wajib", "birthday"]
ReminderChannel = Literal["manual", "whatsapp", "email", "console"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a member is reminded of: `stage` is days after (before: below 0) `due_on`.

    `amount` is whole rupiah unpaid when it was planned, `owed` all that was due of the account by
    that day and unpaid, this included. A birthday has no account.
    """

    kind: DueKind
    stage: int
    due_on: date
    amount: int = 0
    account_id: str | None = None
    account_no: str = ""
    product: str = ""
    number: int | None = None
    owed: int = 0

    @property
    def stage_sort_key(self) -> str:
        """Where it is written what became of this stage."""
        return reminder_keys.stage_sort_key(
            self.kind, self.account_id, self.number, self.due_on, self.stage
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStep:
    """A step of a message: when (UTC), to which status, why, by which user (None: by itself)."""

    at: str
    status: MessageStatus
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMessage:
    """The message of a member and business date; `to` is E.164 (or an e-mail address).

    `fields` are the named values its text was made of. `wait_until` is the UTC time from which on
    somebody must come back to it, where its status is one of SWEPT. `version` is 0 before it
    was first written.
    """

    member_id: str
    day: date
    name: str
    office: str | None
    channel: ReminderChannel
    to: str
    template: str
    language: Language
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    dues: tuple[Due, ...]
    status: MessageStatus
    reason: str | None = None
    wait_until: str | None = None
    attempts: int = 0
    provider_id: str | None = None
    history: tuple[MessageStep, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """`<member_id>.<day>`."""
        return f"{self.member_id}.{self.day}"

    @property
    def reference(self) -> str:
        """`<id>.<attempt>`: what the provider gives back with each word about this attempt."""
        return f"{self.id}.{self.attempts}"

    @property
    def sending_status(self) -> MessageStatus:
        """What it becomes when it may go out: a clerk's to press, or the sender's."""
        return "queued" if self.channel == "manual" else "ready"

    def moved(
        self,
        status: MessageStatus,
        at: str,
        *,
        reason: str | None = None,
        by: str | None = None,
        wait_until: str | None = None,
        **changes: Any,
    ) -> "ReminderMessage":
        """The message one step further, at a UTC time; Conflict where the step is not allowed."""
        require_step(self.status, status)
        step = MessageStep(at=at, status=status, reason=reason, by=by)
        return replace(
            self,
            status=status,
            reason=reason,
            wait_until=(wait_until or at) if status in SWEPT else None,
            history=(*self.history, step),
            **changes,
        )
