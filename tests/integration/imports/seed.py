"""What event files speak of: imports in three states, and a correction."""

import pytest

from imports.store import corrections, jobs
from imports.store.jobs import ImportFile, ImportJob, RejectedFile
from shared.aws import dynamo

UPLOADING = "01JC0000000000000000000001"
CHECKED = "01JC0000000000000000000002"
REFUSED = RejectedFile(
    file="anggota.csv", ending=".csv", rows=1, written_at="2126-11-24T03:00:00.000Z"
)
DONE = "01JC0000000000000000000003"
COUNTS = {"checked": {"members": {"new": 1}}, "done": {"members": {"taken": 1}}}


def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    for import_id, state in ((UPLOADING, "uploading"), (CHECKED, "checked"), (DONE, "done")):
        job = ImportJob.model_validate(
            {
                "import_id": import_id,
                "state": state,
                "files": [ImportFile(name="anggota.csv", key=f"imports/{import_id}/0")],
                "counts": COUNTS.get(state, {}),
                "refused_files": [REFUSED] if state == "checked" else [],
                "created_at": "2099-01-01T03:00:00.000Z",
                "created_by": "siti",
                "role": "admin",
            }
        )
        dynamo.transact([jobs.save(job)])
    correction = corrections.of_column(
        "members", "Mulai", "joined_on", "2026-11-24T03:00:00.000Z", "siti"
    )
    dynamo.transact([corrections.save(correction)])
