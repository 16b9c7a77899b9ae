"""Which accounts are on today's worklist, why, and what comes next. Pure.

An account that was worked on today is done for today, and one with a promise is left alone up to
the promise's date. Of several reasons the first in Reason is told.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .promise_rules import Status

Reason = Literal["broken_promise", "due_today", "newly_late", "no_contact"]
Step = Literal["add_phone", "whatsapp", "call", "visit"]

NEWLY_LATE_DAYS = 7
CONTACT_EVERY_DAYS = 7
VISIT_FROM_DAYS = 31


@dataclass(frozen=True, slots=True)
class Case:
    """An account that is due or late, and what was last done about it.

    `promise_due` is the last promise's date, `promise_status` what the ledger says of it where
    that date has passed.
    """

    days_past_due: int
    has_phone: bool
    contacted_on: date | None = None
    outcome: str | None = None
    promise_due: date | None = None
    promise_status: Status | None = None


def awaits_ledger(contacted_on: date | None, promise_due: date, today: date) -> bool:
    """Whether the ledger must be asked of the promise: its date passed and nobody asked since."""
    return promise_due < today and (contacted_on is None or contacted_on <= promise_due)


def reason(case: Case, today: date) -> Reason | None:
    """Why the account is on the list, or None where it is not.

    Broken (or only partly kept): until somebody makes contact after its date. Newly late: up to 7
    days, nobody made contact since it fell due. No contact: nobody did for 7 days, or the member
    has no number.
    """
    if case.contacted_on == today or (case.promise_due and case.promise_due >= today):
        return None
    if case.promise_status in {"broken", "partly"}:
        return "broken_promise"
    since = (today - case.contacted_on).days if case.contacted_on else None
    if case.days_past_due == 0:
        return "due_today"
    if case.days_past_due <= NEWLY_LATE_DAYS and (since is None or since > case.days_past_due):
        return "newly_late"
    if since is None or since >= CONTACT_EVERY_DAYS or not case.has_phone:
        return "no_contact"
    return None


def next_step(case: Case, why: Reason) -> Step:
    """No number, or a wrong one: find one. Long late: go there. A broken promise: call. Else write.

    After a month writing has had its chance.
    """
    if not case.has_phone or case.outcome == "wrong_number":
        return "add_phone"
    if case.days_past_due >= VISIT_FROM_DAYS:
        return "visit"
    if why in {"broken_promise", "no_contact"}:
        return "call"
    return "whatsapp"
