"""The API's words for reminders: planning, lists, templates (docs/api.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from shared.kernel.fields import Body, Clean, Date
from shared.kernel.messages import Language

from .message import DueKind, ReminderChannel
from .message_rules import MessageStatus
from .rules_document import Rules
from .template_text import TemplateName

DEFAULT_PAGE, MAX_PAGE = 25, 100
MOST_DAYS = 31

Limit = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Cursor = Annotated[str, StringConstraints(max_length=1000)]
PlanDate = Annotated[Date, Field(lt=date(2200, 1, 1))]
TemplateText = Annotated[str, StringConstraints(min_length=1, max_length=1000), Clean]


class PlanQuery(Body):
    """Today if absent; `dry_run` writes nothing and may look at a later day."""

    dry_run: bool = False
    date: PlanDate | None = None
    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class PlanningQuery(Body):
    """A business date, today if absent."""

    date: Date | None = None


class RemindersQuery(Body):
    """A business date (today if absent), perhaps one status of it."""

    date: Date | None = None
    status: MessageStatus | None = None
    limit: Limit = DEFAULT_PAGE
    cursor: Cursor | None = None


class SummaryQuery(Body):
    """Business dates, both included; the last seven if absent."""

    from_: Annotated[Date | None, Field(alias="from")] = None
    to: Date | None = None


class DueRow(BaseModel):
    """What a member is reminded of: `stage` is days after (before: below 0) `due_on`."""

    kind: DueKind
    stage: int
    due_on: Date
    amount: int
    account_id: str | None
    account_no: str
    product: str
    number: int | None


class PlannedRow(BaseModel):
    """What would be sent to a member, or why not; `date` is the day on which it may be sent."""

    member_id: str
    name: str
    office: str | None
    channel: ReminderChannel
    to: str | None
    date: Date
    status: Literal["planned", "skipped"]
    reason: str | None
    dues: list[DueRow]
    text: str | None


class Planned(BaseModel):
    """What a planning wrote, or a dry run would write; `since` is the first day it makes up for.

    `finished` is false where the time was short or it is under way: the rest is done by itself, and
    the numbers are those of now.
    """

    date: Date
    since: Date
    dry_run: bool
    finished: bool
    messages: int
    planned: int
    skipped: int
    items: list[PlannedRow]
    next_cursor: str | None


class PlanningState(BaseModel):
    """How far the planning of a day is; `since` is the first day that it makes up for.

    What is null has not happened: nobody has begun it, or it is under way.
    """

    date: Date
    since: Date | None
    finished: bool
    started_at: str | None
    updated_at: str | None
    finished_at: str | None
    messages: int
    planned: int
    skipped: int


class StepRow(BaseModel):
    """A step of a message; `by` is a user, or null where it went by itself."""

    at: str
    status: MessageStatus
    reason: str | None
    by: str | None


class ReminderRow(BaseModel):
    """A message of a day, or a due of which nothing was sent (`kind`: skip), and why."""

    kind: Literal["message", "skip"]
    member_id: str
    date: Date
    name: str
    office: str | None
    status: MessageStatus
    reason: str | None
    channel: ReminderChannel | None
    to: str | None
    template: TemplateName | None
    language: Language | None
    text: str | None
    dues: list[DueRow]
    wait_until: str | None
    attempts: int
    history: list[StepRow]


class ReminderList(BaseModel):
    """A page of a day's reminders, by status."""

    items: list[ReminderRow]
    next_cursor: str | None


class DaySummary(BaseModel):
    """How many of a day's reminders have which status, and how many were skipped why."""

    date: Date
    statuses: dict[str, int]
    skipped: dict[str, int]


class Summary(BaseModel):
    """By day, the latest first."""

    items: list[DaySummary]
    next_cursor: None


class RulesRow(Rules):
    """The rules and their version, 0 before anybody saved any."""

    version: int


class TemplateRow(BaseModel):
    """A template in a language; `default_text` is what it was before anybody changed it."""

    name: TemplateName
    language: Language
    text: str
    default_text: str


class TemplateList(BaseModel):
    """All templates in both languages, and the fields that they may name."""

    items: list[TemplateRow]
    fields: list[str]
    next_cursor: None


class NewTemplate(Body):
    """Another text for a template."""

    language: Language = "id"
    text: TemplateText


class PreviewRequest(Body):
    """A text, saved or not, to be filled in for a member."""

    member_id: Annotated[str, StringConstraints(max_length=40)]
    language: Language = "id"
    text: TemplateText


class Preview(BaseModel):
    """The text as the member would get it; `sample`: nothing is due, so a made-up due was used."""

    text: str
    fields: dict[str, str]
    sample: bool


class Sending(BaseModel):
    """A message ready to be opened in WhatsApp."""

    url: str
    text: str
