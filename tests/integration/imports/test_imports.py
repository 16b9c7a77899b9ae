"""An import from its announcement to its result, through the routes, the links and the stream."""

from pathlib import Path
from typing import Any

import pytest

from imports import worker
from imports.dry_run import step
from imports.store import jobs
from shared.aws import dynamo, files, write
from shared.records.keys.imports import job
from tests.integration.events import Room, identity
from tests.integration.imports.import_steps import deliver, imports, sent, steps
from tests.integration.imports.sample import CSV, small

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = 12


@pytest.fixture
def started(tmp_path: Path) -> dict[str, Any]:
    body = imports("POST", "", {"files": CSV}).body
    sources = {source.name: source.path for source in small(tmp_path, MEMBERS)}
    for upload in body["uploads"]:
        sent(upload["url"], sources[upload["name"]].read_bytes())
    return dict(body)


def test_files_are_announced_sent_checked_and_taken_in(started: dict[str, Any]) -> None:
    path = f"/{started['import_id']}"
    assert started["state"] == "uploading"
    assert imports("POST", f"{path}/check", {}).body["state"] == "checking"
    assert steps(started["import_id"]) == ["checking", "checked"]
    checked = imports("GET", path).body
    assert checked["counts"]["members"] == {"new": MEMBERS}
    kinds = [table["kind"] for table in imports("GET", f"{path}/tables").body["items"]]
    assert kinds == ["members", "savings", "financing", "transactions"]
    assert Room("members", identity())("GET", "/members").body["items"] == []

    assert imports("POST", f"{path}/run").body["state"] == "running"
    assert steps(started["import_id"])[-1] == "done"
    done = imports("GET", path).body
    assert done["done"] == done["total"] == sum(s["taken"] for s in done["counts"].values())
    assert len(Room("members", identity())("GET", "/members").body["items"]) == MEMBERS
    assert imports("POST", f"{path}/run").body == done
    assert imports("GET", "").body["items"] == [done]


def test_a_step_that_comes_twice_changes_nothing(started: dict[str, Any]) -> None:
    import_id = started["import_id"]
    imports("POST", f"/{import_id}/check", {})
    steps(import_id)
    imports("POST", f"/{import_id}/run")
    old = jobs.load(import_id)
    deliver(import_id)
    after = jobs.load(import_id)
    pk, sk = job(import_id)
    record: dynamo.Item = {"pk": pk, "sk": sk, "v": old.version, "doc": old.model_dump_json()}
    image = write.put("t", record).request["Item"]
    change = {"Keys": {}, "NewImage": image, "SequenceNumber": "1"}
    event = {"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change}
    worker.lambda_handler({"Records": [event]}, None)
    assert jobs.load(import_id) == after


def test_refused_rows_name_file_line_column_value_and_what_to_do(tmp_path: Path) -> None:
    body = imports("POST", "", {"files": ["anggota.csv"]}).body
    text = "No Anggota;Nama;NIK;Tgl Masuk;No HP\n1;Siti;3,27101E+15;15/01/2020;0812\n"
    sent(body["uploads"][0]["url"], text.encode())
    imports("POST", f"/{body['import_id']}/check", {})
    steps(body["import_id"])
    (row,) = imports("GET", f"/{body['import_id']}/refused").body["items"]
    assert (row["file"], row["line"], row["kind"]) == ("anggota.csv", 2, "members")
    assert [(f["column"], f["value"]) for f in row["faults"]] == [
        ("NIK", "3,27••••15"),
        ("No HP", "0812"),
    ]
    assert all(f["message"] for f in row["faults"])


def test_two_files_of_one_name_cannot_be_told_apart() -> None:
    refused = imports("POST", "", {"files": ["a.csv", "b.csv", "a.csv"]})
    assert (refused.status, refused.fields) == (422, ["files"])


def test_a_file_that_was_not_sent_fails_the_check_with_its_name() -> None:
    body = imports("POST", "", {"files": ["a.csv", "b.csv"]}).body
    sent(body["uploads"][1]["url"], b"No Anggota;Nama\n")
    imports("POST", f"/{body['import_id']}/check", {})
    steps(body["import_id"])
    failed = imports("GET", f"/{body['import_id']}").body
    assert failed["state"] == "failed"
    assert [(f["field"], f["value"]) for f in failed["faults"]] == [("file", "a.csv")]


def test_a_file_that_is_too_large_fails_the_check_and_is_not_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(step, "MOST_BYTES", 10)
    monkeypatch.setattr(files, "fetch", lambda *_: pytest.fail("was fetched"))
    body = imports("POST", "", {"files": ["a.csv"]}).body
    sent(body["uploads"][0]["url"], b"No Anggota;Nama\n")
    imports("POST", f"/{body['import_id']}/check", {})
    assert steps(body["import_id"])[-1] == "failed"
    (fault,) = imports("GET", f"/{body['import_id']}").body["faults"]
    assert (fault["field"], fault["value"]) == ("file", "a.csv")


def test_a_file_that_is_no_table_fails_the_check_and_can_be_sent_again() -> None:
    body = imports("POST", "", {"files": ["a.xls"]}).body
    path, link = f"/{body['import_id']}", body["uploads"][0]["url"]
    sent(link, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)
    imports("POST", f"{path}/check", {})
    assert steps(body["import_id"])[-1] == "failed"
    assert "XLSX" in imports("GET", path).body["faults"][0]["message"]
    sent(link, b"No Anggota;Nama;Tgl Masuk\n1;Siti;15/01/2020\n")
    imports("POST", f"{path}/check", {})
    assert steps(body["import_id"])[-1] == "checked"


def test_what_is_not_checked_is_not_run() -> None:
    body = imports("POST", "", {"files": ["a.csv"]}).body
    refused = imports("POST", f"/{body['import_id']}/run")
    assert (refused.status, refused.fields) == (409, ["import"])
