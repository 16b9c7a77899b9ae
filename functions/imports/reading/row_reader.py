"""One row of a table, read field by field, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from interchange import cells
from interchange.cells import Cell, Unreadable
from interchange.tables import PERSONAL_FIELDS, ImportKind
from shared.domain.phones import mask
from shared.kernel.errors import FieldError
from shared.web.validation import field_errors

from .headings import Heading

CellValue = TypeVar("CellValue")

_SOON = timedelta(days=20 * 365)
"""A year of two digits that is so near is of this century; of births it is of the last."""

LONGEST_KEY = 300
"""No number or contact is longer, nor may one be by which a table is asked."""
LATEST_DUE = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Record:
    """What a row says: `key` is its own number, `owner` the number of what it belongs to.

    `body` is the JSON that the room's schema reads again when the row is taken in.
    """

    kind: ImportKind
    key: str | None
    owner: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    document_no: str | None = None


class RowReader:
    """One row, read field by field: what cannot be read is None, and one of `errors`."""

    def __init__(self, heading: Heading, row: Sequence[Cell], today: date) -> None:
        self._columns, self._row, self._today = heading.columns, row, today
        self.errors: list[FieldError] = []

    def cell(self, name: str) -> Cell:
        column = self._columns.get(name)
        return self._row[column] if column is not None and column < len(self._row) else None

    def text(self, name: str) -> str | None:
        return cells.text(self.cell(name))

    def take(self, name: str, parse: Callable[[Cell], CellValue | None]) -> CellValue | None:
        try:
            return parse(self.cell(name))
        except Unreadable as error:
            self.refuse(name, error.code, **error.params)
            return None

    def day(self, name: str, latest: date | None = None) -> date | None:
        latest = latest or self._today + _SOON
        return self.take(name, lambda cell: cells.day(cell, latest))

    def day_of_birth(self, name: str) -> date | None:
        return self.day(name, self._today)

    def refuse(self, name: str, code: str, **params: object) -> None:
        self.errors.append(FieldError(name, code, self._quoted(name), params))

    def _quoted(self, name: str) -> str | None:
        written = self.text(name)
        if written is None or name not in PERSONAL_FIELDS:
            return written
        return mask(written)

    def validated(self, schema: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as JSON, judged by a room's schema; its errors become those of the row."""
        given = {name: value for name, value in values.items() if value is not None}
        try:
            return schema.model_validate(given).model_dump(mode="json", exclude_unset=True)
        except ValidationError as error:
            known = {found.field for found in self.errors}
            self.errors += [e for e in field_errors(error.errors()) if e.field not in known]
            return {}

    def required(self, name: str) -> str | None:
        """The text of a field that must not be empty."""
        written = self.text(name)
        if written is None:
            self.refuse(name, "missing")
        elif len(written) > LONGEST_KEY:
            self.refuse(name, "too_long", limit=LONGEST_KEY)
        return written
