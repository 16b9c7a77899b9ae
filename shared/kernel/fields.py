"""Field types that the rooms' schemas share."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from .dates import FIRST_YEAR


class Body(BaseModel):
    """A request's body: a field that is not named in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2064"
    "\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""What takes no room or looks like a space: it comes along when text is copied, and is left out."""
_JOINERS = "\u200c\u200d"
"""They are in emoji and in other scripts: they stay, but make no text."""
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ERRORS_OF_SPREADSHEETS = re.compile(r"#[A-Z/0-9_]+[!?]?|n/a", re.IGNORECASE)


def _clean(text: str) -> str:
    """In one form, without what nobody sees; what shows a text as another is refused."""
    tidy = unicodedata.normalize("NFC", text).strip()
    if not tidy.isascii():
        tidy = _UNSEEN.sub("", tidy).strip()
    if not tidy.isprintable() and any(map(_is_control, tidy)):
        raise PydanticCustomError("control_characters", "control characters")
    if text and not tidy.strip(_JOINERS):
        raise PydanticCustomError("blank", "blank")
    return tidy


def _is_control(character: str) -> bool:
    control = unicodedata.category(character) == "Cc" and character not in "\n\t"
    return control or character in _TURNS_TEXT


def _one_line(text: str) -> str:
    if len(text.splitlines()) > 1 or "\t" in text:
        raise PydanticCustomError("several_lines", "several lines")
    return text


def _is_name(text: str) -> str:
    """A letter is in it, and it is not what a spreadsheet writes in place of one."""
    if not any(map(str.isalpha, text)) or _ERRORS_OF_SPREADSHEETS.fullmatch(text):
        raise PydanticCustomError("not_a_name", "not a name")
    return text


def _date_text(value: object) -> object:
    """Only YYYY-MM-DD: pydantic would take numbers as epoch seconds and times as dates."""
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        raise PydanticCustomError("not_date", "not a date")
    return value


def _since_1900(day: date) -> date:
    if day.year < FIRST_YEAR:
        raise PydanticCustomError("before_1900", "before 1900")
    return day


Clean = AfterValidator(_clean)
Text = Annotated[str, Clean]
OneLine = AfterValidator(_one_line)
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120),
    Clean,
    OneLine,
    AfterValidator(_is_name),
]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=80), Clean, OneLine]
Note = Annotated[str, StringConstraints(max_length=500), Clean]
Date = Annotated[date, BeforeValidator(_date_text), AfterValidator(_since_1900)]
