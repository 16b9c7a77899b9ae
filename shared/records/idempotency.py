"""The same request twice does its work once.

The record of a key lies in the room's own table and is written in the transaction of the work, so
there is no moment in which one is there without the other. It is scoped to user and route and kept
for 7 days.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.aws import dynamo, write
from shared.kernel.errors import Conflict, Invalid, Refusal

from .keys import idempotency as keys

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
GUARD = "idempotency"


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """One request's key, or none (then the work is simply done)."""

    table: str
    pk: str | None
    body_hash: str
    now: datetime

    def earlier(self) -> dict[str, object] | None:
        """The first answer to this key; Invalid if the key was used with another body."""
        if self.pk is None:
            return None
        item = dynamo.get(self.table, (self.pk, keys.SORT_KEY))
        if item is None or int(item["ttl"]) < self.now.timestamp():
            return None
        if item["body_hash"] != self.body_hash:
            raise Invalid(HEADER, "idempotency_reused")
        answer: dict[str, object] = json.loads(str(item["doc"]))
        return answer

    def record(self, answer: dict[str, object]) -> list[write.Write]:
        """The write that goes into the transaction of the work (none without a key)."""
        if self.pk is None:
            return []
        item: dynamo.Item = {
            "pk": self.pk,
            "sk": keys.SORT_KEY,
            "body_hash": self.body_hash,
            "ttl": int((self.now + KEPT).timestamp()),
            "doc": json.dumps(answer, ensure_ascii=False),
        }
        return [write.put_new_or_expired(self.table, item, int(self.now.timestamp()), GUARD)]

    def do(self, work: Callable[[], dict[str, object]]) -> dict[str, object]:
        """The earlier answer, or the work's; of two at once the loser gets the winner's answer.

        So too where the work is refused because the winner has done it: the withdrawal of all
        that was there, a reversal.

        `work` must put record(answer) into its transaction and let ConditionFailed with GUARD pass.
        """
        if (answer := self.earlier()) is not None:
            return answer
        try:
            return work()
        except Refusal:
            if (answer := self.earlier()) is None:
                raise
            return answer
        except dynamo.ConditionFailed as failed:
            if GUARD not in failed.guards:
                raise
        except dynamo.Contended as busy:
            raise Conflict(HEADER if self.pk else "request", "busy") from busy
        if (answer := self.earlier()) is None:
            raise Conflict(HEADER, "busy")
        return answer
