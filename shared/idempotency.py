"""The same request twice does its work once.

The record of a key lies in the room's own table and is written in the transaction of the work, so
there is no moment in which one is there without the other. It is scoped to user and route and kept
for 7 days.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from fastapi import Request

from shared import dynamo, write
from shared.errors import Conflict, Invalid, Refusal
from shared.identity import Caller

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
GUARD = "idempotency"

_MAX_KEY = 200


@dataclass(frozen=True, slots=True)
class Once:
    """One request's key, or none (then the work is simply done)."""

    table: str
    pk: str | None
    body_hash: str
    now: datetime

    def earlier(self) -> dict[str, object] | None:
        """The first answer to this key; Invalid if the key was used with another body."""
        if self.pk is None:
            return None
        item = dynamo.get(self.table, (self.pk, "I"))
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
            "sk": "I",
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


def documented(*, required: bool) -> dict[str, object]:
    """The header in a route's part of the API's document (`openapi_extra`)."""
    schema = {"type": "string", "maxLength": _MAX_KEY}
    header = {"name": HEADER, "in": "header", "required": required, "schema": schema}
    return {"parameters": [header]}


async def once(
    request: Request, table: str, caller: Caller, now: datetime, *, required: bool = False
) -> Once:
    """The request's Once; Invalid where the header is required and absent, or too long."""
    key = request.headers.get(HEADER, "").strip()
    if not key and required:
        raise Invalid(HEADER, "idempotency_missing")
    if len(key) > _MAX_KEY:
        raise Invalid(HEADER, "too_long", limit=_MAX_KEY)
    scope = f"I#{caller.name}#{request.method} {request.url.path}#{key}"
    digest = sha256(await request.body()).hexdigest()
    return Once(table, scope if key else None, digest, now)
