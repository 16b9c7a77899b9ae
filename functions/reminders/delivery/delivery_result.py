"""What came of handing a message to a channel. Pure."""

from dataclasses import dataclass
from typing import Literal

DeliveryStatus = Literal["sent", "later", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """`sent`: the channel took it, under `provider_id`. `later`: certainly not sent, try again.

    `failed`: certainly not sent, and trying again by itself will not help; `dead`: nothing reaches
    this number. `unknown`: the request went out, and nobody can say whether it was taken. `reason`
    is a code.
    """

    status: DeliveryStatus
    reason: str | None = None
    provider_id: str | None = None
    dead: bool = False
