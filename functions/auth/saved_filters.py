"""Use cases: the filters of the member list that a user saved under names of their own."""

from shared.aws import dynamo
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid
from shared.records.audit import audit

from . import repository
from .settings_schemas import SavedFilters


def of(caller: Caller) -> dict[str, object]:
    """The caller's filters, in their own order."""
    found, _ = repository.filters(caller.name)
    return found.model_dump()


def save(caller: Caller, new: SavedFilters, clock: Clock) -> dict[str, object]:
    """Put the caller's filters in place of those there are."""
    names = [one.name.casefold() for one in new.filters]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise Invalid("filters", "duplicate", repeated)
    _, version = repository.filters(caller.name)
    entry = audit(caller, clock.now(), "filters.change", caller.name)
    try:
        dynamo.transact([repository.save_filters(caller.name, new, version), entry])
    except dynamo.ConditionFailed as failed:
        raise Conflict("filters", "changed_meanwhile") from failed
    return new.model_dump()
