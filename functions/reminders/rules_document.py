"""The rules of reminding, as they are kept and as the API has them: always whole."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from reminders.planning.calendar_rules import ContactHours
from shared.kernel.fields import Body, Date, ShortText
from shared.kernel.messages import Language

from .message import DueKind, ReminderChannel

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MOST_STAGES, FARTHEST_BEFORE, FARTHEST_AFTER = 12, 30, 180


class Stage(Body):
    """Days after the due date (before it: below 0) on which a member is reminded."""

    days: Annotated[int, Field(strict=True, ge=-FARTHEST_BEFORE, le=FARTHEST_AFTER)]
    on: bool = True


def _each_once(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    if len({stage.days for stage in stages}) < len(stages):
        raise PydanticCustomError("twice", "twice")
    return tuple(sorted(stages, key=lambda stage: stage.days))


Stages = Annotated[tuple[Stage, ...], Field(max_length=MOST_STAGES), AfterValidator(_each_once)]


def _stages(*days: int) -> tuple[Stage, ...]:
    return tuple(Stage(days=each) for each in days)


class ProductStages(Body):
    """The stages of a product, instead of the general ones."""

    product: ShortText
    stages: Stages


class Occasion(Body):
    """Another thing to write about, and on which days."""

    on: bool = True
    stages: Stages


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Hours(Body):
    """Contact hours by the cooperative's clock: from `opens` on, and before `closes`."""

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = WEEKDAYS[:6]
    opens: ClockTime = "08:00"
    closes: ClockTime = "20:00"
    national_holidays: bool = True
    joint_leave: bool = Field(default=False, description="cuti bersama counts as a holiday")
    days_off: Annotated[tuple[Date, ...], Field(max_length=100)] = ()

    @property
    def contact_hours(self) -> ContactHours:
        weekdays = frozenset(WEEKDAYS.index(day) for day in self.weekdays)
        return ContactHours(
            weekdays, time.fromisoformat(self.opens), time.fromisoformat(self.closes)
        )

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("closes_before", "closes before it opens")
        return self


class Rules(Body):
    """What is reminded of when, by which channel, in which language and in which hours."""

    stages: Stages = _stages(-3, -1, 0, 1, 7, 14, 30)
    products: Annotated[tuple[ProductStages, ...], Field(max_length=100)] = ()
    matures: Occasion = Occasion(stages=_stages(-7, -1))
    wajib: Occasion = Occasion(stages=_stages(7))
    birthday: Occasion = Occasion(on=False, stages=_stages(0))
    hours: Hours = Hours()
    channel: ReminderChannel = "manual"
    language: Language = "id"

    def days_of(self, kind: DueKind, product: str = "") -> tuple[int, ...]:
        """The stages that are on, in order: of an instalment's product, or of another occasion."""
        if kind == "installment":
            own = {each.product: each.stages for each in self.products}
            return _on(own.get(product, self.stages))
        occasion: Occasion = getattr(self, kind)
        return _on(occasion.stages) if occasion.on else ()

    def farthest_before(self, kind: DueKind) -> int:
        """How many days before a due date the first stage is, whatever the product."""
        products = [each.product for each in self.products] if kind == "installment" else []
        days = [day for product in ("", *products) for day in self.days_of(kind, product)]
        return max(0, -min(days, default=0))


def _on(stages: tuple[Stage, ...]) -> tuple[int, ...]:
    return tuple(stage.days for stage in stages if stage.on)
