"""A table of a file as the staging file keeps it."""

import json
from dataclasses import asdict, dataclass

from imports.reading.headings import Heading
from imports.reading.sheets import CsvForm, Sheet

TableColumns = tuple[int, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A table of a file: `csv` is the form of its file where that is no workbook; `examples` are
    those of each column."""

    number: int
    file: str
    sheet: str
    csv: CsvForm | None
    heading: Heading
    examples: list[list[str]]


def to_columns(
    file: str, sheet: Sheet, heading: Heading, examples: list[list[str]]
) -> tuple[str, ...]:
    """The columns of the table `tables` behind its number."""
    found = asdict(heading) | {"ignored": sorted(heading.ignored)}
    return (file, sheet.name, *map(json.dumps, (sheet.csv, found, examples)))


def from_columns(row: TableColumns) -> StagedTable:
    """Read a row of the table `tables`."""
    number, file, sheet, csv, heading, examples = row
    form, raw = json.loads(csv), json.loads(heading)
    titles, ignored = tuple(raw["titles"]), frozenset(raw["ignored"])
    read = Heading(raw["line"], raw["kind"], raw["columns"], titles, ignored)
    return StagedTable(number, file, sheet, form and CsvForm(*form), read, json.loads(examples))
