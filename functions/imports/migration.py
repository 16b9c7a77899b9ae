"""The migration that gives each import a partition of its own; until 0.2.0 all lay in one.

The stream brings an import that is moved, so one that is under way goes on from its last step.
"""

from functools import partial

from shared.aws import dynamo, write
from shared.aws.retry import retry_on_conflict
from shared.kernel.settings import settings
from shared.records.keys import imports as keys

NAME = "imports-to-partitions-of-their-own"

_ITEMS_PER_STEP = 100


def step(position: str | None) -> str | None:
    """Move the imports behind this id; where to go on, None at the end
    (shared/records/migrations.py).
    """
    items = dynamo.query(
        settings().imports_table,
        keys.EARLIER_JOBS,
        after=position,
        limit=_ITEMS_PER_STEP,
        only=["sk"],
    )
    ids = [str(item["sk"]) for item in items]
    for import_id in ids:
        retry_on_conflict(partial(_move, import_id))
    return ids[-1] if len(ids) == _ITEMS_PER_STEP else None


def _move(import_id: str) -> None:
    """Move one import, whatever version it has come to by now."""
    table, earlier = settings().imports_table, keys.earlier_job(import_id)
    item = dynamo.get(table, earlier)
    if item is None:
        return
    pk, sk = keys.job(import_id)
    moved = {**item, "pk": pk, "sk": sk, **keys.by_start(import_id)}
    unchanged = {"v": item["v"]}
    dynamo.transact(
        [write.put(table, moved, new=True), write.delete(table, earlier, only=unchanged)]
    )
