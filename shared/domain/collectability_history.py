"""Which collectability profile held from which business date on. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CollectabilityProfile = Literal["cooperative", "ojk"]


class HeldProfile(BaseModel):
    """A profile that holds from a date on, up to the next one's; null: since ever (the first)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, serialize_by_alias=True
    )

    from_: Annotated[date | None, Field(alias="from")] = None
    profile: CollectabilityProfile


ProfileHistory = tuple[HeldProfile, ...]


def profile_on(
    history: Sequence[HeldProfile], day: date, always: CollectabilityProfile
) -> CollectabilityProfile:
    """The profile of a day: the first one before its own date too, `always` without a history."""
    if not history:
        return always
    held = [one for one in history if one.from_ is None or one.from_ <= day]
    return (held or history)[-1 if held else 0].profile


def is_ascending(history: Sequence[HeldProfile]) -> bool:
    """Whether each holds from a later date than the one before it."""
    dates = [one.from_ or date.min for one in history]
    return all(before < after for before, after in pairwise(dates))


def with_change(
    history: ProfileHistory, before: CollectabilityProfile, to: HeldProfile
) -> ProfileHistory:
    """The history where another profile holds from a day on; later dates stay as they are.

    `before` is what held since ever where there is no history yet. A change that is taken back on
    its own day leaves no trace.
    """
    periods = history or (HeldProfile(from_=None, profile=before),)
    day = to.from_ or date.min
    earlier = [one for one in periods if (one.from_ or date.min) < day]
    later = [one for one in periods if (one.from_ or date.min) > day]
    if earlier and earlier[-1].profile == to.profile:
        return (*earlier, *later)
    return (*earlier, to, *later)
