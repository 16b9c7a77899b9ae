"""The steps of one export, alone in a process of benchmarks/full_export.py.

`python -m benchmarks.export_steps <copies>`: its files are made of so many copies of what was read.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.import_steps import peak
from exports import archive, repository, service, workbook, worker
from exports.jobs import FullExport
from interchange.tables import TABLES
from shared.aws import files
from shared.kernel.caller import PERMISSIONS, Caller
from shared.records.keys import exports as keys
from shared.records.system_clock import SystemClock

ADMIN = Caller("benchmark", "admin", frozenset(PERMISSIONS["admin"]), (), "127.0.0.1")


def main(copies: int) -> None:
    """Read all members, make the files; print what each cost as a line of JSON."""
    export_id = str(service.start_full(ADMIN, SystemClock())["export_id"])
    cost: dict[str, Any] = {"reading": _timed(lambda: _read(export_id))}
    export = _copied(_load(export_id), copies)
    cost["rows"] = sum(export.row_counts.values()) * copies
    cost["entries"] = export.row_counts["transactions"] * copies
    for name, make in (("zip", archive.write), ("xlsx", workbook.write)):
        with tempfile.TemporaryDirectory() as folder:
            cost[name] = _timed(lambda: _made(make, export, Path(folder)))  # noqa: B023
    print(json.dumps(cost))


def _read(export_id: str) -> int:
    while (export := _load(export_id)).stage == "reading":
        pk, sk = keys.export(ADMIN.name, FullExport.kind, export_id)
        image = {"pk": {"S": pk}, "sk": {"S": sk}, "v": {"N": str(export.version)}}
        record = {"eventSource": "aws:dynamodb", "dynamodb": {"NewImage": image}}
        worker.lambda_handler({"Records": [record]}, None)
    return _load(export_id).members


def _load(export_id: str) -> FullExport:
    return repository.load(FullExport, ADMIN.name, export_id)


def _copied(export: FullExport, copies: int) -> FullExport:
    many = export.model_copy(update={"parts": export.parts * copies})
    for table in TABLES:
        for number, part in enumerate(many.parts_of(table)):
            files.put(part, files.local_path(export.part(table, number % export.parts)))
    return many


def _made(make: Callable[[FullExport, Path], Path], export: FullExport, folder: Path) -> int:
    return make(export, folder).stat().st_size


def _timed(work: Callable[[], int]) -> dict[str, float]:
    """Seconds, the most memory up to now in MB, and what the work answers."""
    begun = time.perf_counter()
    found = work()
    return {"seconds": time.perf_counter() - begun, "peak_mb": peak(), "found": found}


if __name__ == "__main__":
    main(int(sys.argv[1]))
