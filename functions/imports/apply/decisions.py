"""What was decided of doubtful rows, before any row is applied."""

from imports.store import row_lists
from imports.store.jobs import ImportJob
from imports.store.staging import Staging

_AT_ONCE = 100


def apply_decisions(job: ImportJob, staging: Staging) -> None:
    """Give doubtful rows the state that was decided of them; a second call finds none left."""
    decided = {row["row"]: row["decision"] for row in row_lists.load_all(job, "doubtful")}
    for rows in staging.pages("members", _AT_ONCE, "doubtful"):
        for row in rows:
            decision = decided.get(row.id) or job.others
            twin = (row.found or {}).get("member_id")
            if decision == "new":
                staging.make_new(row.id)
            elif decision == "same" and twin:
                staging.set_found("changed", [(row.id, {"member_id": twin, "changes": []})])
            else:
                staging.set_state("left_out", [row.id])
