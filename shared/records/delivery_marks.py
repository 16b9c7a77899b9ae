"""What a sender found out about reaching a member, marked on the account's item of the desk.

The item lies in the arrears table (functions/arrears/collections/follow_up_items.py); the attribute
`mark` is written here, shown by the worklist, and removed by the next follow-up.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.aws import dynamo, write
from shared.kernel.clock import timestamp
from shared.kernel.ids import split_account_id
from shared.kernel.settings import settings

from .keys.partitions import partition

Status = Literal["failed", "unknown", "dead_number"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The last message failed, nobody knows whether it was sent, or its number is dead.

    `reason` is a code without personal data, `at` UTC ISO 8601.
    """

    status: Status
    reason: str
    at: str


def desk_key(account_id: str) -> dynamo.Key:
    """Where an account's item of the desk lies in the arrears table."""
    member_id, own = split_account_id(account_id)
    return partition(member_id), f"DESK#{own}"


def mark(account_id: str, status: Status, reason: str, at: datetime) -> write.Write:
    """The write of a mark; it takes the place of an earlier one."""
    doc = json.dumps({"status": status, "reason": reason, "at": timestamp(at)})
    return write.update(settings().arrears_table, desk_key(account_id), change={"mark": doc})


def unmark(account_id: str) -> write.Write:
    """The mark is gone: it was delivered after all."""
    return write.update(settings().arrears_table, desk_key(account_id), remove=("mark",))


def read_mark(doc: str) -> Mark:
    """Read what mark wrote."""
    return Mark(**json.loads(doc))
