"""What was made of each table of an import's files, as the last check left it."""

from collections.abc import Sequence

from pydantic import BaseModel

from imports.reading.headings import signature
from interchange.tables import ImportKind
from shared.aws import dynamo, write
from shared.kernel.settings import settings

from .jobs import Job, expires
from .staged_tables import StagedTable

MOST_COLUMNS = 100
MOST_TABLES = 500
_AT_ONCE = 20


class Column(BaseModel, frozen=True):
    """A column and the field that it was taken as (None: it is not read; `ignored` where somebody
    said so); `examples` are masked if personal."""

    heading: str
    field: str | None
    ignored: bool
    examples: list[str]


class Table(BaseModel, frozen=True):
    """A file's only table or one sheet; while a required column is `missing` no row is read."""

    number: int
    file: str
    sheet: str
    kind: ImportKind
    columns: list[Column]
    missing: list[str]
    signature: str


def of(table: StagedTable) -> Table:
    """A table as it was read; of the first 100 columns those that have a heading."""
    heading = table.heading
    fields = {place: name for name, place in heading.columns.items()}
    columns = [
        Column(
            heading=name,
            field=fields.get(place),
            ignored=place in heading.ignored,
            examples=table.examples[place],
        )
        for place, name in enumerate(heading.names[:MOST_COLUMNS])
        if name
    ]
    return Table(
        number=table.number,
        file=table.file,
        sheet=table.sheet,
        kind=heading.kind,
        columns=columns,
        missing=sorted(heading.missing),
        signature=signature(heading.names),
    )


def keep(job: Job, tables: Sequence[Table]) -> None:
    """Keep the tables of a check, at most 500."""
    kept, ttl = tables[:MOST_TABLES], expires(job)
    for start in range(0, len(kept), _AT_ONCE):
        dynamo.transact(
            [
                write.put(
                    settings().imports_table,
                    {
                        "pk": _pk(job),
                        "sk": _sk(table.number),
                        "ttl": ttl,
                        "doc": table.model_dump_json(),
                    },
                )
                for table in kept[start : start + _AT_ONCE]
            ]
        )


def listed(job: Job, limit: int, after: int | None) -> list[Table]:
    """Tables behind the one with this number, in the order of the files."""
    place = None if after is None else _sk(after)
    items = dynamo.query(settings().imports_table, _pk(job), limit=limit, after=place)
    return [_of_item(item) for item in items]


def some(job: Job, numbers: Sequence[int]) -> dict[int, Table]:
    """Tables by their numbers; those that are not there are absent."""
    keys = [(settings().imports_table, (_pk(job), _sk(number))) for number in numbers]
    found = [_of_item(item) for item in dynamo.batch_get(keys) if item]
    return {table.number: table for table in found}


def _pk(job: Job) -> str:
    return f"TABLES#{job.import_id}#{job.checks}"


def _sk(number: int) -> str:
    return f"{number:06}"


def _of_item(item: dynamo.Item) -> Table:
    return Table.model_validate_json(str(item["doc"]))
