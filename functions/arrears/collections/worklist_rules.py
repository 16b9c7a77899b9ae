"""Which accounts are on today's worklist, why, and what comes next. Pure.

An account that was worked on today is done for today, and one with a promise is left alone up to
the promise's date. When it comes back is what the last outcome says: who was not reached on the
next day, who was reached after a week, who refused at once to those who manage, or on the day that
the clerk chose. Of several reasons the first one in the order of WorklistReason is given.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shared.domain.delivery_mark import DeliveryMarkStatus

from .promise_rules import PromiseStatus

WorklistReason = Literal[
    "refused",
    "broken_promise",
    "dead_number",
    "undelivered",
    "due_today",
    "newly_late",
    "no_phone",
    "call_back",
    "not_reached",
    "no_contact",
]
NextStep = Literal["add_phone", "whatsapp", "call", "visit"]

NEWLY_LATE_DAYS = 7
CONTACT_EVERY_DAYS = 7
NOT_REACHED = frozenset({"no_answer", "left_message", "wrong_number", "not_home", "moved"})
VISIT_FROM_DAYS = 31


@dataclass(frozen=True, slots=True)
class WorklistCandidate:
    """An account that is due or late, and what was last done about it.

    `promise_due` is the last promise's date, `promise_status` what the ledger says of it where
    that date has passed. `next_contact_on` is the day that the clerk chose for the next contact,
    `mark` what a sender found out since the last follow-up.
    """

    days_past_due: int
    has_phone: bool
    contacted_on: date | None = None
    outcome: str | None = None
    promise_due: date | None = None
    promise_status: PromiseStatus | None = None
    mark: DeliveryMarkStatus | None = None
    next_contact_on: date | None = None

    @property
    def back_on(self) -> date:
        """The day from which on it is to be worked on again, as far as the last contact says."""
        if self.contacted_on is None:
            return date.min
        days = 1 if self.outcome in NOT_REACHED else CONTACT_EVERY_DAYS
        return self.next_contact_on or self.contacted_on + timedelta(days=days)


def awaits_ledger(contacted_on: date | None, promise_due: date, today: date) -> bool:
    """Whether the ledger must be asked of the promise: its date passed and nobody asked since."""
    return promise_due < today and (contacted_on is None or contacted_on <= promise_due)


def reason(
    candidate: WorklistCandidate, today: date, *, manages: bool = False
) -> WorklistReason | None:
    """Why the account is on the list, or None where it is not.

    Refused: for who manages, from then on until the next contact. Broken (or only partly kept):
    until somebody makes contact after its date. Dead number and undelivered: until the next
    follow-up, which takes the mark away. Newly late: up to 7 days, nobody made contact since it
    fell due. No phone: late, and the member has no number. Call back: the day that the clerk chose
    has come. Not reached: the last attempt was in vain. No contact: nobody made any for 7 days.
    """
    if candidate.promise_due and candidate.promise_due >= today:
        return None
    if manages and candidate.outcome == "refused":
        return "refused"
    if candidate.contacted_on == today or _waits_for_chosen_day(candidate, today):
        return None
    contacted, late = candidate.contacted_on, candidate.days_past_due
    since = (today - contacted).days if contacted else None
    is_back = candidate.back_on <= today
    holds: dict[WorklistReason, bool] = {
        "broken_promise": candidate.promise_status in {"broken", "partly"},
        "dead_number": candidate.mark == "dead_number",
        "undelivered": candidate.mark is not None,
        "due_today": late == 0,
        "newly_late": late <= NEWLY_LATE_DAYS and (since is None or since > late),
        "no_phone": not candidate.has_phone,
        "call_back": is_back and candidate.next_contact_on is not None,
        "not_reached": is_back and candidate.outcome in NOT_REACHED,
        "no_contact": is_back,
    }
    return next((why for why, so in holds.items() if so), None)


def _waits_for_chosen_day(candidate: WorklistCandidate, today: date) -> bool:
    return candidate.next_contact_on is not None and candidate.next_contact_on > today


def next_step(candidate: WorklistCandidate, why: WorklistReason) -> NextStep:
    """No number, a wrong or a dead one: find one. Long late, or refused: go there.

    A broken promise, a message that did not come, somebody not reached or to call again: call. Else
    write. After a month writing has had its chance.
    """
    wrong = candidate.outcome == "wrong_number" or candidate.mark == "dead_number"
    if not candidate.has_phone or wrong:
        return "add_phone"
    if candidate.days_past_due >= VISIT_FROM_DAYS or why == "refused":
        return "visit"
    if why in {"broken_promise", "undelivered", "call_back", "not_reached", "no_contact"}:
        return "call"
    return "whatsapp"
