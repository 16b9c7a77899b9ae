"""Imports and faults as the API answers them, in the language of who asks."""

from collections.abc import Iterable
from typing import Any

from imports.store.jobs import ImportJob
from interchange.tables import IMPORT_KINDS
from shared.kernel.messages import Language, say

_INTERNAL = {"checks", "role", "offices", "acting_offices", "removing", "undo_position", "others"}


def import_answer(job: ImportJob, language: Language) -> dict[str, object]:
    """An Import."""
    refused = [
        {"number": number, "file": one.file, "rows": one.rows}
        for number, one in enumerate(job.refused_files)
    ]
    return {
        **job.model_dump(mode="json", exclude=_INTERNAL),
        "files": [file.name for file in job.files],
        "counts": {kind: job.counts[kind] for kind in IMPORT_KINDS if kind in job.counts},
        "faults": fault_answers(job.faults, language),
        "refused_files": refused,
    }


def fault_answers(faults: Iterable[dict[str, Any]], language: Language) -> list[dict[str, object]]:
    """Each a Fault, of those that are stored as {field, code, value, params, column?}."""
    return [
        {
            "field": fault["field"],
            "column": fault.get("column"),
            "message": say(fault["code"], language, fault["params"]),
            "value": None if fault["value"] is None else str(fault["value"]),
        }
        for fault in faults
    ]
