"""What each kind of follow-up needs, and who may say whose account it is. Pure."""

from collections.abc import Mapping

from shared.kernel.errors import FieldError, Forbidden, InvalidMany

FIELDS: dict[str, tuple[str, ...]] = {
    "attempt": ("channel", "outcome"),
    "visit": ("outcome",),
    "promise": ("amount", "due_on"),
}
OUTCOMES: dict[str, tuple[str, ...]] = {
    "attempt": ("reached", "left_message", "no_answer", "wrong_number", "refused"),
    "visit": ("met", "met_family", "not_home", "moved"),
}


def check_fields(kind: str, given: Mapping[str, object]) -> None:
    """Refuse what is missing for a kind, what another kind has, and another kind's outcome."""
    needed = FIELDS[kind]
    errors = []
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


def check_assignment(me: str, manages: bool, now: str | None, new: str | None) -> None:
    """An officer takes an account that is nobody's and gives back their own; managers do all."""
    if not manages and not ({now, new} <= {me, None}):
        raise Forbidden("username", "assign_own", new or now)
