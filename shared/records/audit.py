"""The audit: append-only, written by every room in the transaction of what it records."""

import json
from datetime import datetime

from shared.aws import write
from shared.kernel.caller import Caller
from shared.kernel.clock import timestamp
from shared.kernel.ids import new_id
from shared.kernel.settings import settings

from .keys import auth as keys


def audit(caller: Caller, at: datetime, action: str, subject: str, **detail: object) -> write.Write:
    """Who did what to which thing, when, from where. `detail` must hold no personal values."""
    moment = timestamp(at)
    entry = {
        "at": moment,
        "actor": caller.name,
        "action": action,
        "subject": subject,
        "detail": detail,
        "address": caller.address,
    }
    pk, sk = keys.audit_entry(moment, new_id())
    doc = json.dumps(entry, ensure_ascii=False)
    return write.put(settings().auth_table, {"pk": pk, "sk": sk, "doc": doc}, new=True)
