"""The API's words for the arrears desk: lists, ageing, follow-ups, worklist (docs/api.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from shared.money import Rupiah
from shared.schema import Body, Clean, Date, Note
from shared.timeline import Medium

from .worklist_rules import MarkStatus, Reason, Step

DEFAULT_PAGE, MAX_PAGE = 25, 100

Limit = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Cursor = Annotated[str, StringConstraints(max_length=1000)]
Filter = Annotated[str, StringConstraints(min_length=1, max_length=80), Clean]


class Portfolio(Body):
    """Which accounts: of an office (its code), of a product (its name), or all."""

    office: Filter | None = None
    product: Filter | None = None


class DueQuery(Portfolio):
    """Accounts whose oldest unpaid instalment is due from a day to a day; `to` is today if absent.

    Without `from` all that is overdue comes first.
    """

    from_: Annotated[Date | None, Field(alias="from")] = None
    to: Date | None = None
    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class AgeingQuery(Portfolio):
    """As of today if absent; a later day shows what will be if nobody pays.

    A past day needs a snapshot (POST /arrears/snapshots).
    """

    as_of: Date | None = None


class AgedQuery(AgeingQuery):
    """The accounts of a bucket, named by its `from_day`."""

    bucket: Annotated[int, Field(ge=0, le=10_000)]
    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class DueAccount(BaseModel):
    """An account with something unpaid, and whose it is.

    `due_on` is its oldest unpaid due date; `amount` is unpaid and due up to today (up to `due_on`
    where that is to come).
    """

    account_id: str
    account_no: str
    member_id: str
    name: str
    phone: str | None
    office: str | None
    product: str
    due_on: date
    amount: int
    days_past_due: int


class DueList(BaseModel):
    """A page, oldest due date first."""

    items: list[DueAccount]
    next_cursor: str | None


class Bucket(BaseModel):
    """Accounts that are so many days past due; `to_day` is null in the last."""

    from_day: int
    to_day: int | None
    count: int
    overdue_amount: int
    outstanding_principal: int


class ClassSum(BaseModel):
    """Accounts of a collectability class."""

    class_: Annotated[int, Field(alias="class")]
    label: str
    count: int
    outstanding_principal: int


class AtRisk(BaseModel):
    """Outstanding principal of accounts past so many days; `ratio` of all that is outstanding."""

    amount: int
    ratio: float


class Ageing(BaseModel):
    """The portfolio by how late it is; `par` by days: 1, 30, 60, 90."""

    as_of: date
    buckets: list[Bucket]
    profile: str
    collectability: list[ClassSum]
    par: dict[str, AtRisk]
    count: int
    overdue_amount: int
    outstanding_principal: int


class TrendQuery(Body):
    """Days from and to, 90 up to today if absent, 800 at most."""

    from_: Annotated[Date | None, Field(alias="from")] = None
    to: Date | None = None
    office: Filter | None = None


class TrendDay(BaseModel):
    """A day's portfolio by its snapshot; `par` by days: 1, 30, 60, 90."""

    date: date
    count: int
    late_count: int
    overdue_amount: int
    outstanding_principal: int
    par: dict[str, AtRisk]


class Trend(BaseModel):
    """The days that have a snapshot, the first one first."""

    items: list[TrendDay]
    next_cursor: None


class NewSnapshot(Body):
    """A past business date."""

    date: Annotated[Date, Field(ge=date(2000, 1, 1))]


class Snapshot(BaseModel):
    """How far the snapshot of a day is: members looked at, accounts found, items written.

    `source`: `index` where it was taken on its own day, `ledger` where it was replayed.
    """

    date: date
    status: Literal["running", "done"]
    source: Literal["index", "ledger"]
    started_at: str
    updated_at: str
    finished_at: str | None
    members: int
    accounts: int
    parts: int


FollowUpKind = Literal["attempt", "visit", "promise"]
Outcome = Literal[
    "reached",
    "left_message",
    "no_answer",
    "wrong_number",
    "refused",
    "met",
    "met_family",
    "not_home",
    "moved",
]


class NewFollowUp(Body):
    """An attempt {channel, outcome}, a visit {outcome} or a promise {amount, due_on}.

    Which outcomes a kind has is in follow_up_rules; a promise is for today or later.
    """

    kind: FollowUpKind
    channel: Medium | None = None
    outcome: Outcome | None = None
    amount: Rupiah | None = None
    due_on: Date | None = None
    note: Note | None = None


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
    outcome: Outcome | None
    amount: int | None
    due_on: date | None
    note: str | None
    officer: str
    status: Literal["open", "kept", "partly", "broken"] | None
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
    status: Literal["open", "kept", "partly", "broken"]
    paid: int


class DeskMark(BaseModel):
    """The last message failed, may not have gone out, or its number is dead; `reason` is a code."""

    status: MarkStatus
    reason: str
    at: str


class WorklistRow(DueAccount):
    """An account to work on today: why, and what comes next."""

    reason: Reason
    next_step: Step
    promise: LastPromise | None
    officer: str | None
    mark: DeskMark | None


class Worklist(BaseModel):
    """A page, what weighs most (days past due x overdue amount) first."""

    items: list[WorklistRow]
    next_cursor: str | None
