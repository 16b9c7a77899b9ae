"""What a sender found out about reaching a member, as the worklist shows it. Pure."""

from dataclasses import dataclass
from typing import Literal

DeliveryMarkStatus = Literal["failed", "unknown", "dead_number"]


@dataclass(frozen=True, slots=True)
class DeliveryMark:
    """The last message failed, nobody knows whether it was sent, or its number is dead.

    `reason` is a code without personal data, `at` is UTC ISO 8601.
    """

    status: DeliveryMarkStatus
    reason: str
    at: str
