"""What each kind of follow-up needs, and who may say whose account it is. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from shared.kernel.errors import FieldError, Forbidden, Invalid, InvalidMany

FIELDS: dict[str, tuple[str, ...]] = {
    "attempt": ("channel", "outcome"),
    "visit": ("outcome",),
    "promise": ("amount", "due_on"),
}
LATEST_CONTACT_DAYS = 366
OUTCOMES: dict[str, tuple[str, ...]] = {
    "attempt": ("reached", "left_message", "no_answer", "wrong_number", "refused"),
    "visit": ("met", "met_family", "not_home", "moved"),
}


def check_fields(kind: str, given: Mapping[str, object]) -> None:
    """Refuse what is missing for a kind, what another kind has, and another kind's outcome."""
    needed = FIELDS[kind]
    errors = []
    if kind == "promise" and given["next_contact_on"] is not None:
        errors.append(FieldError("next_contact_on", "unknown_field"))
    for name in ("channel", "outcome", "amount", "due_on"):
        value = given[name]
        if name in needed and value is None:
            errors.append(FieldError(name, "missing"))
        if name not in needed and value is not None:
            errors.append(FieldError(name, "unknown_field"))
    outcome = given["outcome"]
    if "outcome" in needed and outcome is not None and outcome not in OUTCOMES[kind]:
        choices = ", ".join(OUTCOMES[kind])
        errors.append(FieldError("outcome", "not_one_of", outcome, {"choices": choices}))
    if errors:
        raise InvalidMany(errors)


def check_next_contact(day: date | None, today: date) -> None:
    """Refuse a next contact that is not after today, or more than a year ahead."""
    if day is None:
        return
    if day <= today:
        raise Invalid("next_contact_on", "not_after", str(day), other=str(today))
    if (day - today).days > LATEST_CONTACT_DAYS:
        latest = today + timedelta(days=LATEST_CONTACT_DAYS)
        raise Invalid("next_contact_on", "latest_day", str(day), latest=str(latest))


def check_assignment(me: str, manages: bool, now: str | None, new: str | None) -> None:
    """An officer takes an account that is nobody's and gives back their own; managers do all."""
    if not manages and not ({now, new} <= {me, None}):
        raise Forbidden("username", "assign_own", new or now)
