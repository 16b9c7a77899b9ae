"""A message's status and the steps that it may take. Pure.

`waiting` for contact hours, `queued` for a clerk's press, `ready` for the sender, `claimed` by one,
then what became of it. `unknown`: its sender died between claim and answer, and nobody knows
whether it went out; only a person, or the provider's word, moves it on.
"""

from typing import Literal, get_args

from shared.kernel.errors import Conflict

MessageStatus = Literal[
    "waiting",
    "queued",
    "ready",
    "claimed",
    "sent",
    "delivered",
    "read",
    "failed",
    "unknown",
    "cancelled",
    "skipped",
]
STATUSES: tuple[MessageStatus, ...] = get_args(MessageStatus)

AMENDABLE: frozenset[MessageStatus] = frozenset({"waiting", "queued", "ready"})
"""Nobody has begun to send it, so the planner may still add dues to it."""

SWEPT: frozenset[MessageStatus] = frozenset({"waiting", "queued", "ready", "claimed"})
"""Somebody must come back to it: it has an entry in the index by_wait."""

_RETRIED: frozenset[MessageStatus] = frozenset({"waiting", "queued", "ready"})
_STEPS: dict[MessageStatus, frozenset[MessageStatus]] = {
    "waiting": frozenset({"waiting", "queued", "ready", "skipped", "cancelled"}),
    "queued": frozenset({"queued", "sent", "skipped", "cancelled"}),
    "ready": frozenset({"ready", "waiting", "claimed", "skipped", "cancelled"}),
    "claimed": frozenset({"waiting", "ready", "sent", "delivered", "read", "failed", "unknown"}),
    "sent": frozenset({"delivered", "read", "failed"}),
    "delivered": frozenset({"read"}),
    "read": frozenset(),
    "failed": _RETRIED | {"cancelled"},
    "unknown": _RETRIED | {"sent", "delivered", "read", "failed", "cancelled"},
    "cancelled": _RETRIED,
    "skipped": _RETRIED | {"cancelled"},
}


def may_become(status: MessageStatus, new: MessageStatus) -> bool:
    """Whether a message of this status may take that step."""
    return new in _STEPS[status]


def require_step(status: MessageStatus, new: MessageStatus) -> None:
    """Conflict where it may not."""
    if not may_become(status, new):
        raise Conflict("status", "not_this_status", status)
