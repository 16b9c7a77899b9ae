"""An export of everything, driven as the table's stream drives it."""

from pathlib import Path
from typing import Any

from exports import repository
from exports.jobs import FullExport
from shared.aws import files
from tests.integration.events import Room, identity, invoke

BY = "siti"
admin = Room("exports", identity())


def start() -> str:
    answer = admin("POST", "/imports/exports")
    assert answer.status == 201, answer.body
    return str(answer.body["export_id"])


def deliver(export_id: str, version: int | None = None, by: str = BY) -> Any:
    """What the stream calls with a version of the export (the current one)."""
    current = version or repository.load(FullExport, by, export_id).version
    keys = {"pk": {"S": f"BY#{by}"}, "sk": {"S": f"FULL#{export_id}"}}
    image = {**keys, "v": {"N": str(current)}}
    change = {"Keys": keys, "NewImage": image, "SequenceNumber": str(current)}
    record = {"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change}
    return invoke("exports.worker.lambda_handler", {"Records": [record]}).body


def finish(export_id: str) -> dict[str, Any]:
    for _ in range(50):
        assert deliver(export_id) == {"batchItemFailures": []}
        shown: dict[str, Any] = admin("GET", f"/imports/exports/{export_id}").body
        if shown["status"] == "done":
            return shown
    raise AssertionError(shown)


def exported() -> tuple[Path, Path]:
    """The archive and the workbook of all that is there."""
    export_id = start()
    finish(export_id)
    return files.place(f"exports/{export_id}.zip"), files.place(f"exports/{export_id}.xlsx")
