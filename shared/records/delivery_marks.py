"""Delivery marks: that a message could not reach a member, and why, kept with the account.

A mark is the attribute `mark` of the account's collection state in the arrears table
(functions/arrears/collections/follow_up_store.py). It is written here, shown by the worklist, and
removed by the next follow-up.
"""

import json
from datetime import datetime

from shared.aws import write
from shared.domain.delivery_mark import DeliveryMark, DeliveryMarkStatus
from shared.kernel.clock import timestamp
from shared.kernel.settings import settings

from .keys.arrears import collection_state


def mark(account_id: str, status: DeliveryMarkStatus, reason: str, at: datetime) -> write.Write:
    """The write of a mark; it takes the place of an earlier one."""
    doc = json.dumps({"status": status, "reason": reason, "at": timestamp(at)})
    return write.update(
        settings().arrears_table, collection_state(account_id), change={"mark": doc}
    )


def unmark(account_id: str) -> write.Write:
    """The mark is removed: the message was delivered after all."""
    return write.update(settings().arrears_table, collection_state(account_id), remove=("mark",))


def read_mark(doc: str) -> DeliveryMark:
    """Read what mark wrote."""
    return DeliveryMark(**json.loads(doc))
