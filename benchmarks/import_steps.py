"""The steps of one import as its stream calls them, in a process of their own (file_import.py).

`python -m benchmarks.import_steps <import_id> [file for its transactions]`
"""

import json
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from botocore.httpsession import URLLib3Session

from imports import worker
from imports.store import jobs
from shared.aws import dynamo
from shared.aws.items import wire_key
from shared.kernel.settings import settings
from shared.records.keys.imports import job as job_key

_JOB = b'"JOB#'


def main(import_id: str, requests: Path | None) -> None:
    """Step until the job's state is another; after each step a line of JSON says what all of them
    cost so far, and a line is waited for."""
    file = requests.open("wb", buffering=0) if requests else None
    waited = _timed(file)
    state = jobs.load(import_id).state
    seconds, cpu = 0.0, time.process_time()
    while jobs.load(import_id).state == state:
        begun = time.perf_counter()
        worker.lambda_handler({"Records": [record(import_id)]}, None)
        seconds += time.perf_counter() - begun
        job = jobs.load(import_id)
        cost = {
            "seconds": seconds,
            "cpu": time.process_time() - cpu,
            "waited": sum(waited),
            "peak_mb": peak(),
        }
        print(
            json.dumps({**cost, "state": job.state, "counts": job.counts, "done": job.done}),
            flush=True,
        )
        sys.stdin.readline()


def record(import_id: str) -> dict[str, Any]:
    key = wire_key(job_key(import_id))
    table = settings().imports_table
    image = dynamo.client().get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    change = {"Keys": key, "NewImage": image, "SequenceNumber": "1"}
    return {"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change}


def _timed(file: BinaryIO | None) -> list[float]:
    """Seconds of each HTTP call from now on; the rooms' transactions go to a file as well."""
    waited: list[float] = []
    send = URLLib3Session.send

    def timed(session: URLLib3Session, request: Any) -> Any:
        begun = time.perf_counter()
        answer = send(session, request)
        waited.append(time.perf_counter() - begun)
        if file and request.headers["X-Amz-Target"].endswith(b"TransactWriteItems"):
            body = request.body
            if _JOB not in body:
                file.write(len(body).to_bytes(4) + body)
        return answer

    URLLib3Session.send = timed  # type: ignore[method-assign,assignment]
    return waited


def peak() -> float:
    """The most memory that this process has had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)
