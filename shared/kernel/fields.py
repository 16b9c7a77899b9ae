"""Field types that the rooms' schemas share."""

import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Body(BaseModel):
    """A request's body: a field that is not named in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _clean(text: str) -> str:
    tidy = unicodedata.normalize("NFC", text).strip()
    printable = tidy.isprintable()
    if not printable and any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in tidy):
        raise PydanticCustomError("control_characters", "control characters")
    if text and not tidy:
        raise PydanticCustomError("blank", "blank")
    return tidy


def _date_text(value: object) -> object:
    """Only YYYY-MM-DD: pydantic would take numbers as epoch seconds and times as dates."""
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        raise PydanticCustomError("not_date", "not a date")
    return value


Clean = AfterValidator(_clean)
Text = Annotated[str, Clean]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), Clean]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=80), Clean]
Note = Annotated[str, StringConstraints(max_length=500), Clean]
Date = Annotated[date, BeforeValidator(_date_text)]
