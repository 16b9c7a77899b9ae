"""What a channel answered to a message. Pure."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["sent", "later", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`sent`: taken, under `provider_id`. `later`: certainly not sent, worth another try.

    `failed`: certainly not sent, and trying again by itself will not help; `dead`: nothing reaches
    this number. `unknown`: the request went out, and nobody can say whether it was taken. `reason`
    is a code.
    """

    outcome: Outcome
    reason: str | None = None
    provider_id: str | None = None
    dead: bool = False
