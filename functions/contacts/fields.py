"""The kinds of values that contacts have: e-mail addresses, RT and RW, moments. Pure."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from shared.kernel.clock import timestamp
from shared.kernel.fields import Clean

MAX_EMAIL = 254
MAX_DIGITS, MAX_MOMENT = 20, 40
EARLIEST_YEAR = 2000

_LOCAL = r"[^\s@<>()\[\]\\,;:\"]{1,64}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}")


def _email(text: str) -> str:
    address = text.strip()
    local = address.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if len(address) > MAX_EMAIL or dots or not _EMAIL.fullmatch(address):
        raise PydanticCustomError("not_email", "not an e-mail address")
    return address


def _padded(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise PydanticCustomError("not_digits", "not digits", {"count": "1-3"})
    return text.zfill(3)


def _postal_code(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) == 5):
        raise PydanticCustomError("not_digits", "not digits", {"count": "5"})
    return text


def _time_text(value: object) -> object:
    """Only ISO 8601 text: pydantic would take numbers as epoch seconds."""
    if not isinstance(value, (str, datetime)) or (isinstance(value, str) and value.isdecimal()):
        raise PydanticCustomError("not_time", "not a time")
    return value


def _recent(moment: datetime) -> datetime:
    if moment.year < EARLIEST_YEAR:
        raise PydanticCustomError("order", "too early", {"other": f"{EARLIEST_YEAR}-01-01"})
    return moment


def _moment_text(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("not_time", "not a time") from error
    if moment.tzinfo is None:
        raise PydanticCustomError("not_time", "not a time")
    return timestamp(_recent(moment))


Number = Annotated[str, StringConstraints(min_length=1, max_length=40), Clean]
EmailAddress = Annotated[str, StringConstraints(max_length=300), Clean, AfterValidator(_email)]
Street = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]
ThreeDigits = Annotated[str, StringConstraints(max_length=MAX_DIGITS), AfterValidator(_padded)]
PostalCode = Annotated[str, StringConstraints(max_length=MAX_DIGITS), AfterValidator(_postal_code)]
Moment = Annotated[AwareDatetime, BeforeValidator(_time_text), AfterValidator(_recent)]
MomentText = Annotated[str, StringConstraints(max_length=MAX_MOMENT), AfterValidator(_moment_text)]
"""An ISO 8601 moment of any zone; what comes out is UTC."""
