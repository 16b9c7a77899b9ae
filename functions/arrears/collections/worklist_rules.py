"""Which accounts are on today's worklist, why, and what comes next. Pure.

An account that was worked on today is done for today, and one with a promise is left alone up to
the promise's date. Of several reasons the first one in the order of WorklistReason is given.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.delivery_mark import DeliveryMarkStatus

from .promise_rules import PromiseStatus

WorklistReason = Literal[
    "broken_promise",
    "dead_number",
    "undelivered",
    "due_today",
    "newly_late",
    "no_phone",
    "no_contact",
]
NextStep = Literal["add_phone", "whatsapp", "call", "visit"]

NEWLY_LATE_DAYS = 7
CONTACT_EVERY_DAYS = 7
VISIT_FROM_DAYS = 31


@dataclass(frozen=True, slots=True)
class WorklistCandidate:
    """An account that is due or late, and what was last done about it.

    `promise_due` is the last promise's date, `promise_status` what the ledger says of it where
    that date has passed. `mark` is what a sender found out since the last follow-up.
    """

    days_past_due: int
    has_phone: bool
    contacted_on: date | None = None
    outcome: str | None = None
    promise_due: date | None = None
    promise_status: PromiseStatus | None = None
    mark: DeliveryMarkStatus | None = None


def awaits_ledger(contacted_on: date | None, promise_due: date, today: date) -> bool:
    """Whether the ledger must be asked of the promise: its date passed and nobody asked since."""
    return promise_due < today and (contacted_on is None or contacted_on <= promise_due)


def reason(candidate: WorklistCandidate, today: date) -> WorklistReason | None:
    """Why the account is on the list, or None where it is not.

    Broken (or only partly kept): until somebody makes contact after its date. Dead number and
    undelivered: until the next follow-up, which takes the mark away. Newly late: up to 7 days,
    nobody made contact since it fell due. No phone: late, and the member has no number. No contact:
    nobody did for 7 days.
    """
    if candidate.contacted_on == today or (
        candidate.promise_due and candidate.promise_due >= today
    ):
        return None
    since = (today - candidate.contacted_on).days if candidate.contacted_on else None
    late = candidate.days_past_due
    holds: dict[WorklistReason, bool] = {
        "broken_promise": candidate.promise_status in {"broken", "partly"},
        "dead_number": candidate.mark == "dead_number",
        "undelivered": candidate.mark is not None,
        "due_today": late == 0,
        "newly_late": late <= NEWLY_LATE_DAYS and (since is None or since > late),
        "no_phone": not candidate.has_phone,
        "no_contact": since is None or since >= CONTACT_EVERY_DAYS,
    }
    return next((why for why, so in holds.items() if so), None)


def next_step(candidate: WorklistCandidate, why: WorklistReason) -> NextStep:
    """No number, a wrong or a dead one: find one. Long late: go there. A broken promise, or a
    message that did not come: call. Else write. After a month writing has had its chance.
    """
    wrong = candidate.outcome == "wrong_number" or candidate.mark == "dead_number"
    if not candidate.has_phone or wrong:
        return "add_phone"
    if candidate.days_past_due >= VISIT_FROM_DAYS:
        return "visit"
    if why in {"broken_promise", "undelivered", "no_contact"}:
        return "call"
    return "whatsapp"
