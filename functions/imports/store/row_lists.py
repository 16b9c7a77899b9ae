"""The lists of rows that are kept of a check: refused, changed, doubtful."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared.aws import dynamo, write
from shared.kernel.settings import settings
from shared.records.keys import imports as keys
from shared.records.keys.imports import RowList

from .jobs import ImportJob, expires_at

_ROWS_AT_ONCE = 90

ListedRow = dict[str, Any]
"""A row as the API shows it; the rejected ones with their faults as codes."""


def store(job: ImportJob, which: RowList, rows: Sequence[tuple[int, ListedRow]]) -> None:
    """Store rows by their numbers, 90 in a transaction."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        dynamo.transact(writes(job, which, dict(rows[start : start + _ROWS_AT_ONCE])))


def writes(job: ImportJob, which: RowList, rows: Mapping[int, ListedRow]) -> list[write.Write]:
    """The writes of rows by their numbers, over what is stored of them."""
    expires = expires_at(job)
    found = []
    for row_id, row in rows.items():
        pk, sk = keys.row(which, job.import_id, job.checks, row_id)
        doc = json.dumps(row, ensure_ascii=False, default=str)
        item: dynamo.Item = {"pk": pk, "sk": sk, "ttl": expires, "doc": doc}
        found.append(write.put(settings().imports_table, item))
    return found


def load_all(job: ImportJob, which: RowList) -> list[ListedRow]:
    """All rows of a list, in the order of the files."""
    items = dynamo.query(settings().imports_table, _partition(job, which))
    return [json.loads(str(item["doc"])) for item in items]


def load_some(job: ImportJob, which: RowList, row_ids: Sequence[int]) -> dict[int, ListedRow]:
    """Up to 100 rows by their numbers; those that are not in the list are absent."""
    table = settings().imports_table
    found = dynamo.batch_get(
        [(table, keys.row(which, job.import_id, job.checks, row_id)) for row_id in row_ids]
    )
    pairs = zip(row_ids, found, strict=True)
    return {row_id: json.loads(str(item["doc"])) for row_id, item in pairs if item}


def load_page(
    job: ImportJob, which: RowList, limit: int, after: str | None
) -> list[tuple[str, ListedRow]]:
    """(sort key, row) of the rows behind a sort key, in the order of the files."""
    table = settings().imports_table
    items = dynamo.query(table, _partition(job, which), limit=limit, after=after)
    return [(str(item["sk"]), json.loads(str(item["doc"]))) for item in items]


def _partition(job: ImportJob, which: RowList) -> str:
    return keys.rows(which, job.import_id, job.checks)
