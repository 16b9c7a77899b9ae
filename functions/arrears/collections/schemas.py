"""The API's words for follow-ups, officers and the worklist (docs/api.md)."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from arrears.ageing.schemas import Cursor, DueAccount, Filter, Limit
from shared.domain.contact_medium import Medium
from shared.domain.delivery_mark import DeliveryMarkStatus
from shared.kernel.fields import Body, Clean, Date, Note
from shared.kernel.money import Rupiah

from .follow_up import ContactOutcome, FollowUpKind
from .promise_rules import PromiseStatus
from .worklist_rules import NextStep, WorklistReason

DEFAULT_PAGE, MAX_PAGE = 25, 100


class NewFollowUp(Body):
    """An attempt {channel, outcome}, a visit {outcome} or a promise {amount, due_on}.

    Which outcomes a kind has is in follow_up_rules; a promise is for today or later. On
    `next_contact_on`, after an attempt or a visit, the account is on the worklist again; without it
    the outcome decides.
    """

    kind: FollowUpKind
    channel: Medium | None = None
    outcome: ContactOutcome | None = None
    amount: Rupiah | None = None
    due_on: Date | None = None
    note: Note | None = None
    next_contact_on: Date | None = None


class FollowUpPage(Body):
    """Which part of the list."""

    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class FollowUpRow(BaseModel):
    """An attempt, a visit or a promise; what its kind has not is null.

    A promise's `status` is what the ledger says now, and `paid` what was repaid on it.
    """

    follow_up_id: str
    account_id: str
    at: str
    kind: FollowUpKind
    channel: Medium | None
    outcome: ContactOutcome | None
    amount: int | None
    due_on: date | None
    note: str | None
    officer: str
    next_contact_on: date | None = None
    status: PromiseStatus | None
    paid: int | None


class FollowUpList(BaseModel):
    """A page, newest first."""

    items: list[FollowUpRow]
    next_cursor: str | None


class Assignment(Body):
    """Whose account it is to work on: a user name, or null for nobody's."""

    username: (
        Annotated[str, StringConstraints(min_length=1, max_length=32, to_lower=True), Clean] | None
    )


class Assigned(BaseModel):
    """Whose account it is now."""

    account_id: str
    officer: str | None


class WorklistQuery(Body):
    """Of an office (its code), or of all that the caller may see.

    `officer` is whose accounts: a user name, `me`, or `none` for those that are nobody's.
    """

    office: Filter | None = None
    officer: Filter | None = None
    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class LastPromise(BaseModel):
    """The last promise where its date has passed, and what the ledger says of it."""

    amount: int
    due_on: date
    status: PromiseStatus
    paid: int


class DeskMark(BaseModel):
    """The last message failed, may not have gone out, or its number is dead; `reason` is a code."""

    status: DeliveryMarkStatus
    reason: str
    at: str


class WorklistRow(DueAccount):
    """An account to work on today: why, and what comes next."""

    reason: WorklistReason
    next_step: NextStep
    promise: LastPromise | None
    officer: str | None
    mark: DeskMark | None


class Worklist(BaseModel):
    """A page, what weighs most (days past due x overdue amount) first."""

    items: list[WorklistRow]
    next_cursor: str | None
