"""What was made of each table of an import's files, as the last check left it."""

from collections.abc import Sequence

from pydantic import BaseModel

from imports.reading.headings import signature
from interchange.tables import ImportKind
from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import imports as keys

from .jobs import ImportJob, expires_at
from .staged_tables import StagedTable

MOST_COLUMNS = 100
MOST_TABLES = 500
_AT_ONCE = 20


class CheckedColumn(BaseModel, frozen=True):
    """A column and the field that it was taken as (None: it is not read; `ignored` where somebody
    said so); `examples` are masked if personal."""

    heading: str
    field: str | None
    ignored: bool
    examples: list[str]


class CheckedTable(BaseModel, frozen=True):
    """A file's only table or one sheet; while a required column is `missing` no row is read."""

    number: int
    file: str
    sheet: str
    kind: ImportKind
    columns: list[CheckedColumn]
    missing: list[str]
    signature: str


def from_staged(table: StagedTable) -> CheckedTable:
    """A table as it was read; of the first 100 columns those that have a heading."""
    heading = table.heading
    fields = {number: name for name, number in heading.columns.items()}
    columns = [
        CheckedColumn(
            heading=name,
            field=fields.get(number),
            ignored=number in heading.ignored,
            examples=table.examples[number],
        )
        for number, name in enumerate(heading.names[:MOST_COLUMNS])
        if name
    ]
    return CheckedTable(
        number=table.number,
        file=table.file,
        sheet=table.sheet,
        kind=heading.kind,
        columns=columns,
        missing=sorted(heading.missing),
        signature=signature(heading.names),
    )


def store(job: ImportJob, tables: Sequence[CheckedTable]) -> None:
    """Store the tables of a check, at most 500."""
    kept, ttl = tables[:MOST_TABLES], expires_at(job)
    for start in range(0, len(kept), _AT_ONCE):
        dynamo.transact(
            [
                write.put(
                    settings().imports_table,
                    {
                        "pk": keys.tables(job.import_id, job.checks),
                        "sk": keys.table_order(table.number),
                        "ttl": ttl,
                        "doc": table.model_dump_json(),
                    },
                )
                for table in kept[start : start + _AT_ONCE]
            ]
        )


def load_page(job: ImportJob, limit: int, after: int | None) -> list[CheckedTable]:
    """Tables behind the one with this number, in the order of the files."""
    pk = keys.tables(job.import_id, job.checks)
    behind = None if after is None else keys.table_order(after)
    items = dynamo.query(settings().imports_table, pk, limit=limit, after=behind)
    return [_of_item(item) for item in items]


def load_some(job: ImportJob, numbers: Sequence[int]) -> dict[int, CheckedTable]:
    """Tables by their numbers; those that are not there are absent."""
    table = settings().imports_table
    wanted = [(table, keys.table(job.import_id, job.checks, number)) for number in numbers]
    found = [_of_item(item) for item in dynamo.batch_get(wanted) if item]
    return {one.number: one for one in found}


def _of_item(item: dynamo.Item) -> CheckedTable:
    return CheckedTable.model_validate_json(str(item["doc"]))
