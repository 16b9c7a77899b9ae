"""The API's words for what is due, ageing and its snapshots (docs/api.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from shared.kernel.fields import Body, Clean, Date

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
