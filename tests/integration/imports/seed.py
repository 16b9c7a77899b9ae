"""What event files speak of: imports in three states, a correction, an export of siti's."""

import pytest

from exports import repository
from exports.jobs import FullExport
from imports.store import corrections, jobs
from imports.store.jobs import File, Job, RefusedFile
from shared.aws import dynamo
from shared.kernel.clock import timestamp
from shared.records.system_clock import SystemClock

UPLOADING = "01JC0000000000000000000001"
CHECKED = "01JC0000000000000000000002"
EXPORT = "01JC0000000000000000000009"
REFUSED = RefusedFile(
    file="anggota.csv", ending=".csv", rows=1, written_at="2126-11-24T03:00:00.000Z"
)
DONE = "01JC0000000000000000000003"
COUNTS = {"checked": {"members": {"new": 1}}, "done": {"members": {"taken": 1}}}


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    for import_id, state in ((UPLOADING, "uploading"), (CHECKED, "checked"), (DONE, "done")):
        job = Job.model_validate(
            {
                "import_id": import_id,
                "state": state,
                "files": [File(name="anggota.csv", key=f"imports/{import_id}/0")],
                "counts": COUNTS.get(state, {}),
                "refused_files": [REFUSED] if state == "checked" else [],
                "created_at": "2099-01-01T03:00:00.000Z",
                "created_by": "siti",
                "role": "admin",
            }
        )
        dynamo.transact([jobs.saved(job)])
    correction = corrections.of_column(
        "members", "Mulai", "joined_on", "2026-11-24T03:00:00.000Z", "siti"
    )
    dynamo.transact([corrections.saved(correction)])
    now = SystemClock().now()
    at = timestamp(now)
    export = FullExport(export_id=EXPORT, by="siti", offices=(), created_at=at, updated_at=at)
    dynamo.transact([repository.save(export, now)])
