"""An export from its order to its file, driven as the table's stream drives it."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import httpx
import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from moto import mock_aws

from exports import member_list_steps, repository
from exports.jobs import MemberListExport
from shared.aws import dynamo, files
from shared.kernel.clock import timestamp
from shared.kernel.settings import settings
from tests.integration.events import Room, identity, invoke

pytestmark = pytest.mark.usefixtures("tables")

BY = "siti"
manager = Room("exports", identity("manager"))
members = Room("members", identity("manager"))


def create(count: int, **more: object) -> None:
    for number in range(count):
        body = {"name": f"Anggota {number:03}", "joined_on": "2020-01-15", **more}
        assert members("POST", "/members", body).status == 201


def start(**more: object) -> str:
    answer = manager("POST", "/members/exports", {"columns": ["name"], **more})
    assert answer.status == 201, answer.body
    return str(answer.body["export_id"])


def deliver(export_id: str, version: int | None = None) -> Any:
    """What the stream calls with a version of the export (the current one)."""
    current = version or repository.load(MemberListExport, BY, export_id).version
    keys = {"pk": {"S": f"BY#{BY}"}, "sk": {"S": f"MEMBERS#{export_id}"}}
    record = {
        "eventID": "e",
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": keys,
            "NewImage": {**keys, "v": {"N": str(current)}},
            "SequenceNumber": str(current),
        },
    }
    return invoke("exports.worker.lambda_handler", {"Records": [record]}).body


def finish(export_id: str) -> dict[str, Any]:
    for _ in range(20):
        assert deliver(export_id) == {"batchItemFailures": []}
        shown: dict[str, Any] = manager("GET", f"/members/exports/{export_id}").body
        if shown["status"] == "done":
            return shown
    raise AssertionError(shown)


def rows(export_id: str) -> list[list[str]]:
    text = files.place(f"exports/{export_id}.csv").read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages of three members."""
    monkeypatch.setattr(member_list_steps, "PAGE", 3)
    monkeypatch.setattr(member_list_steps, "PAGES", 2)


@pytest.mark.usefixtures("small_chunks")
def test_an_export_goes_on_chunk_by_chunk_until_every_member_is_in_the_file_once() -> None:
    create(14)
    export = start()
    deliver(export)
    halfway = manager("GET", f"/members/exports/{export}").body
    assert (halfway["status"], halfway["rows"], halfway["link"]) == ("running", 6, None)
    done = finish(export)
    assert done["rows"] == 14
    assert rows(export) == [["Nama"], *([f"Anggota {number:03}"] for number in range(14))]
    assert done["link"].startswith(f"/files/exports/{export}.csv?")
    assert not list(files.place(f"exports/{export}").glob("*"))


@pytest.mark.usefixtures("small_chunks")
def test_a_record_that_comes_again_writes_nothing_twice() -> None:
    create(8)
    export = start()
    for version in (1, 1, 2, 1, 2):
        assert deliver(export, version) == {"batchItemFailures": []}
    assert finish(export)["rows"] == 8
    assert len(rows(export)) == 9


@pytest.mark.usefixtures("small_chunks")
def test_a_worker_that_died_before_it_saved_is_done_over(monkeypatch: pytest.MonkeyPatch) -> None:
    create(8)
    export = start()
    deliver(export)

    def die(_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", die)
        with pytest.raises(BatchProcessingError):
            deliver(export)
    assert finish(export)["rows"] == 8
    assert len(rows(export)) == 9


@pytest.mark.usefixtures("small_chunks")
def test_filters_search_and_columns_are_those_of_the_list() -> None:
    create(4, status="inactive")
    create(5, status="active", nik=None)
    members("POST", "/members", {"name": "Siti Rahmawati", "joined_on": "2021-03-02"})
    filtered = start(status="active", sort="-name", columns=["name", "joined_on", "nik"])
    finish(filtered)
    assert rows(filtered)[:2] == [
        ["Nama", "Bergabung", "NIK"],
        ["Siti Rahmawati", "2021-03-02", ""],
    ]
    assert len(rows(filtered)) == 7
    searched = start(q="anggota")
    finish(searched)
    assert len(rows(searched)) == 10


def test_only_who_began_it_and_may_export_sees_it() -> None:
    export = start()
    path = f"/members/exports/{export}"
    assert Room("exports", identity("manager", sub="budi"))("GET", path).status == 404
    assert Room("exports", identity("officer"))("GET", path).status == 403


def test_order_and_link_are_audited() -> None:
    export = start()
    finish(export)
    entries = Room("auth", identity())("GET", "/auth/audit").body["items"]
    assert [(e["action"], e["subject"]) for e in entries[:2]] == [
        ("members.export_link", f"export:{export}"),
        ("members.export", f"export:{export}"),
    ]


def test_an_export_of_which_nothing_is_heard_has_failed() -> None:
    export = repository.load(MemberListExport, BY, start())
    then = datetime.now(UTC) - timedelta(minutes=16)
    silent = export.model_copy(update={"updated_at": timestamp(then)})
    dynamo.transact([repository.save(silent, then)])
    shown = manager("GET", f"/members/exports/{export.export_id}").body
    assert shown["status"] == "failed"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with mock_aws():
        monkeypatch.setenv("FILES_BUCKET", "sapa-files")
        monkeypatch.delenv("FILES_FOLDER")
        settings.cache_clear()
        files._s3.cache_clear()
        where = {"LocationConstraint": "ap-southeast-3"}
        boto3.client("s3").create_bucket(
            Bucket="sapa-files",
            CreateBucketConfiguration=where,
        )
        yield "sapa-files"
        files._s3.cache_clear()


@pytest.mark.usefixtures("small_chunks")
def test_in_the_cloud_the_file_is_in_the_bucket_and_its_parts_are_gone(bucket: str) -> None:
    create(8)
    export = start()
    link = finish(export)["link"]
    listed = boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert [one["Key"] for one in listed] == [f"exports/{export}.csv"]
    assert len(httpx.URL(link).params["X-Amz-Signature"]) == 64
    body = boto3.client("s3").get_object(Bucket=bucket, Key=f"exports/{export}.csv")["Body"]
    assert body.read().decode().count("\r\n") == 9
