"""What is refused. Raised anywhere, turned into problem+json once (shared/web/app.py).

A code is a key of shared/kernel/messages, which has its text in Indonesian and English.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: `value` is quoted in the answer, so mask personal values."""

    field: str
    code: str
    value: object = None
    params: dict[str, object] = dataclasses.field(default_factory=dict)


class Refusal(Exception):
    """A refusal: its HTTP status, its title's code, and the fields that are at fault."""

    status = 400
    title = "bad_request"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{e.field}: {e.code}" for e in errors))
        self.errors = tuple(errors)


class _OneField(Refusal):
    def __init__(self, field: str, code: str, value: object = None, **params: object) -> None:
        super().__init__([FieldError(field, code, value, params)])


class Invalid(_OneField):
    """422: one field has a value that cannot be taken."""

    status = 422
    title = "invalid"


class InvalidMany(Refusal):
    """422: several fields at once."""

    status = 422
    title = "invalid"


class Conflict(_OneField):
    """409: a duplicate, a lost race, or a state in which this cannot be done."""

    status = 409
    title = "conflict"


class NotFound(Refusal):
    """404: no such member, account, …"""

    status = 404
    title = "not_found"

    def __init__(self, what: str, value: str) -> None:
        super().__init__([FieldError(what, "unknown", value)])


class Unauthorized(Refusal):
    """401: who calls is not known, or no longer."""

    status = 401
    title = "unauthorized"

    def __init__(self, code: str = "no_identity") -> None:
        super().__init__([FieldError("Authorization", code)])


class BadCredentials(_OneField):
    """401: this name and secret do not belong together; which of them is wrong stays unsaid."""

    status = 401
    title = "bad_credentials"

    def __init__(self, field: str) -> None:
        super().__init__(field, "credentials")


class Forbidden(_OneField):
    """403: who calls may not do this."""

    status = 403
    title = "forbidden"


class TooLarge(Refusal):
    """413: the body is over 1 MB."""

    status = 413
    title = "too_large"

    def __init__(self) -> None:
        super().__init__([FieldError("body", "too_large")])


class Unavailable(Refusal):
    """503: the database does not answer just now; `retry_after` is in seconds."""

    status = 503
    title = "unavailable"
    retry_after = 2

    def __init__(self) -> None:
        super().__init__([FieldError("server", "unavailable")])


class TooMany(_OneField):
    """429: slow down; `retry_after` is in seconds."""

    status = 429
    title = "too_many"

    def __init__(self, field: str, code: str, retry_after: int) -> None:
        super().__init__(field, code, None, seconds=retry_after)
        self.retry_after = retry_after
