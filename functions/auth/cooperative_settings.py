"""Use cases: the cooperative's settings, which every room reads (shared/records/cooperative.py)."""

from datetime import date

from shared.aws import dynamo
from shared.domain import collectability_history
from shared.domain.collectability_history import HeldProfile
from shared.kernel.caller import Caller
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Invalid
from shared.records import cooperative
from shared.records.audit import audit
from shared.records.cooperative import Cooperative

from . import repository, rules
from .settings_schemas import SettingsDocument

_KEPT_IF_LEFT_OUT = {"collectability_history", "ageing_buckets", "settlement_waiver"}


def save_settings(caller: Caller, new: SettingsDocument, clock: Clock) -> dict[str, object]:
    """Put the settings in place of those there are; this process uses them at once.

    Invalid where a value cannot be taken, Conflict where somebody else saved some meanwhile.
    """
    codes = [office.code for office in new.offices]
    if repeated := next((code for code in codes if codes.count(code) > 1), None):
        raise Invalid("offices", "duplicate", repeated)
    if new.logo is not None and (code := rules.logo_fault(new.logo)):
        raise Invalid("logo", code, limit=rules.MAX_LOGO_KB)
    if new.ageing_buckets and not rules.is_rising(new.ageing_buckets):
        raise Invalid("ageing_buckets", "must_rise")
    if new.collectability_history and not collectability_history.is_ascending(
        new.collectability_history
    ):
        raise Invalid("collectability_history", "must_rise")
    entry = audit(caller, clock.now(), "settings.change", "cooperative")
    stored, version = repository.cooperative_settings()
    settings = _settings_after(stored, new, clock.today())
    try:
        dynamo.transact([repository.save_settings(settings, version), entry])
    except dynamo.ConditionFailed as failed:
        raise Conflict("settings", "changed_meanwhile") from failed
    cooperative.forget()
    return settings.model_dump(mode="json")


def settings_today(today: date) -> dict[str, object]:
    """The settings as of a business date: the profile may have changed by its date."""
    known = cooperative.cooperative()
    return known.model_dump(mode="json") | {"collectability": known.profile_on(today)}


def _settings_after(stored: Cooperative | None, new: SettingsDocument, today: date) -> Cooperative:
    """Settings that are new, with the history of profiles taken further."""
    given = new.model_dump(exclude_none=True)
    kept = stored.model_dump(include=_KEPT_IF_LEFT_OUT) if stored else {}
    settings = Cooperative.model_validate(kept | given)
    before = stored.profile_on(today) if stored else new.collectability
    history = settings.collectability_history
    if collectability_history.profile_on(history, today, before) == new.collectability:
        return settings
    to = HeldProfile(from_=today, profile=new.collectability)
    changed = collectability_history.with_change(history, before, to)
    return settings.model_copy(update={"collectability_history": changed})
