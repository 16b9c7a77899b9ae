"""What tests of imports do through the routes, the links and the stream."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from imports import worker
from imports.store import jobs, staging_files
from imports.store.jobs import ImportJob
from local.files import Files
from shared.aws import dynamo
from shared.aws.items import wire_key
from shared.kernel.settings import settings
from shared.records.keys.imports import job as job_key
from tests.integration.events import Answer, Room, identity

Importer = Callable[..., Answer]
"""The imports room as one caller uses it: `importer("GET", f"/{import_id}")`."""


def importer(offices: str = "", sub: str = "siti") -> Importer:
    """The imports room as a manager uses it, perhaps one who is bound to offices."""
    room = Room("imports", identity("manager", offices, sub))

    def call(method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return room(method, f"/imports{path}", body, **more)

    return call


imports = importer()


def by_link(method: str, link: str, content: bytes | None = None) -> httpx.Response:
    """What the local folder of files answers to a signed link."""

    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(Files())
        async with httpx.AsyncClient(transport=transport, base_url="http://sapa") as http:
            return await http.request(method, link, content=content)

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(call())


def sent(link: str, content: bytes) -> None:
    """A file is sent by its link."""
    assert by_link("PUT", link, content).status_code == 200


def steps(import_id: str, most: int = 50) -> list[str]:
    """Deliver what the stream would, until nothing is under way; the states that were seen."""
    seen: list[str] = []
    for _ in range(most):
        job = jobs.load(import_id)
        seen.append(job.state)
        if job.state not in {"checking", "running", "undoing", "cancelling"}:
            return seen
        deliver(import_id)
    raise AssertionError(seen)


def deliver(import_id: str) -> None:
    """The record of the job's last write, as the stream has it."""
    key = wire_key(job_key(import_id))
    table = settings().imports_table
    image = dynamo.client().get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    change = {"Keys": key, "NewImage": image, "SequenceNumber": "1"}
    record = {"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change}
    assert worker.lambda_handler({"Records": [record]}, None) == {"batchItemFailures": []}


def checked(files: dict[str, bytes], by: Importer = imports) -> str:
    """An import whose files were sent and checked; its id."""
    body = by("POST", "", {"files": list(files)}).body
    for upload in body["uploads"]:
        sent(upload["url"], files[upload["name"]])
    return check(body["import_id"], by=by)


def check(import_id: str, *tables: dict[str, Any], by: Importer = imports) -> str:
    """The check, perhaps with corrections."""
    answer = by("POST", f"/{import_id}/check", {"tables": tables})
    assert answer.status == 200, answer.body
    steps(import_id)
    return import_id


def run(import_id: str, by: Importer = imports) -> dict[str, Any]:
    """A checked import is taken in; as it is then answered."""
    by("POST", f"/{import_id}/run")
    assert steps(import_id)[-1] == "done"
    return dict(by("GET", f"/{import_id}").body)


def cut_off(import_id: str, job: ImportJob) -> None:
    """As if the process had ended between taking the rows in and noting that they were."""
    now = jobs.load(import_id)
    with staging_files.opened(now) as staging:
        staging._db.execute("""UPDATE rows SET state = iif(found IS NULL, 'new', 'changed')
            WHERE state IN ('taken', 'updated')""")
    dynamo.transact([jobs.save(job.model_copy(update={"version": now.version}))])
