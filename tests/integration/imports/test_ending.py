"""However an import ends, its maker sees why and can act, and no file stays that nobody needs."""

import json
import logging
import zipfile
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from imports import worker
from imports.store import jobs
from shared.aws import dynamo, files
from shared.aws.files import local_path
from shared.kernel.clock import Clock

from .attack_files import zipped
from .import_steps import by_link, check, checked, deliver, imports, run, sent, steps

pytestmark = pytest.mark.usefixtures("today")

MEMBERS = b"No Anggota;Nama;Tgl Masuk\n1;Siti Aminah;01/02/2020\n2;Budi;2020-02-31\n"


class OutOfMemory(BaseException):
    """What ends a worker as nothing that it could catch."""


def shown(import_id: str) -> Any:
    return imports("GET", f"/{import_id}").body


def uploaded() -> str:
    body = imports("POST", "", {"files": ["anggota.csv"]}).body
    sent(body["uploads"][0]["url"], MEMBERS)
    return str(body["import_id"])


def kept(import_id: str) -> set[str]:
    """The files of an import that are there, by what they are."""
    folder = local_path(f"imports/{import_id}")
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def failing(monkeypatch: pytest.MonkeyPatch, state: jobs.JobState) -> None:
    """Each step of imports in this state fails."""

    def step(_: jobs.ImportJob, __: Clock) -> jobs.ImportJob:
        raise ValueError("Sulastri Wulandari 3515014602870119")

    monkeypatch.setattr(worker, "_STEPS", {**worker._STEPS, state: step})


def try_twice(import_id: str) -> None:
    """What the stream does with a record that fails."""
    with pytest.raises(BatchProcessingError) as failed:
        deliver(import_id)
    assert "Sulastri" not in str(failed.value)
    deliver(import_id)


def failed_check(monkeypatch: pytest.MonkeyPatch) -> str:
    import_id = uploaded()
    with monkeypatch.context() as patch:
        failing(patch, "checking")
        imports("POST", f"/{import_id}/check", {})
        try_twice(import_id)
    return import_id


def test_an_unexpected_error_ends_the_check_with_a_reference_that_the_log_has(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        import_id = failed_check(monkeypatch)
    body = shown(import_id)
    assert (body["state"], body["stopped_at"]) == ("failed", "checking")
    (fault,) = body["faults"]
    *_, record = [r for r in caplog.records if r.message == "a step of an import failed"]
    assert record.__dict__["reference"] in fault["message"]
    assert record.__dict__["error"] == "ValueError"
    assert "Sulastri" not in json.dumps(record.__dict__, default=str)
    assert record.exc_info is None


def test_a_failed_check_can_be_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = failed_check(monkeypatch)
    deliver(import_id)
    assert kept(import_id) == {"0"}
    check(import_id)
    body = shown(import_id)
    assert (body["state"], body["stopped_at"], body["faults"]) == ("checked", None, [])


def test_a_step_that_ends_its_worker_twice_is_not_begun_a_third_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = []

    def step(job: jobs.ImportJob, _: Clock) -> jobs.ImportJob:
        begun.append(job.version)
        raise OutOfMemory

    monkeypatch.setattr(worker, "_STEPS", {**worker._STEPS, "checking": step})
    import_id = uploaded()
    imports("POST", f"/{import_id}/check", {})
    for _ in range(2):
        with pytest.raises(OutOfMemory):
            deliver(import_id)
    deliver(import_id)
    assert len(begun) == 2
    assert shown(import_id)["state"] == "failed"
    assert (
        "twice"
        in imports("GET", f"/{import_id}", headers={"accept-language": "en"}).body["faults"][0][
            "message"
        ]
    )


def test_a_step_that_fails_once_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_id = uploaded()
    imports("POST", f"/{import_id}/check", {})
    with monkeypatch.context() as patch:
        failing(patch, "checking")
        with pytest.raises(BatchProcessingError):
            deliver(import_id)
    assert shown(import_id)["state"] == "checking"
    deliver(import_id)
    assert shown(import_id)["state"] == "checked"


def test_a_run_that_failed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    with monkeypatch.context() as patch:
        failing(patch, "running")
        imports("POST", f"/{import_id}/run")
        try_twice(import_id)
    assert (shown(import_id)["state"], shown(import_id)["stopped_at"]) == ("failed", "running")
    deliver(import_id)
    assert imports("POST", f"/{import_id}/check", {}).status == 409
    assert imports("POST", f"/{import_id}/undo").status == 409
    assert run(import_id)["counts"]["members"] == {"taken": 1, "refused": 1}


@pytest.mark.parametrize("state", ["uploading", "checking", "checked", "failed"])
def test_an_import_that_took_nothing_in_leaves_no_file_when_it_is_cancelled(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = failed_check(monkeypatch) if state == "failed" else uploaded()
    if state in {"checking", "checked"}:
        imports("POST", f"/{import_id}/check", {})
    if state == "checked":
        steps(import_id)
    assert shown(import_id)["state"] == state
    answer = imports("POST", f"/{import_id}/cancel")
    assert (answer.status, answer.body["state"]) == (200, "cancelling")
    steps(import_id)
    deliver(import_id)
    assert shown(import_id)["state"] == "cancelled"
    assert kept(import_id) == set()
    assert imports("POST", f"/{import_id}/cancel").body["state"] == "cancelled"
    for action in ("check", "run", "undo"):
        assert (
            imports("POST", f"/{import_id}/{action}", {} if action == "check" else None).status
            == 409
        )


def test_what_a_cancelled_run_took_in_stays_and_can_be_undone() -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    run(import_id)
    job = jobs.load(import_id)
    dynamo.transact([jobs.save(job.model_copy(update={"state": "running"}))])
    imports("POST", f"/{import_id}/cancel")
    steps(import_id)
    deliver(import_id)
    body = shown(import_id)
    assert (body["state"], body["stopped_at"]) == ("cancelled", "running")
    assert body["counts"]["members"] == {"taken": 1, "refused": 1}
    assert kept(import_id) == {"refused/id/0", "refused/en/0"}
    assert imports("POST", f"/{import_id}/undo").status == 200
    assert steps(import_id)[-1] == "undone"
    assert shown(import_id)["counts"]["members"] == {"undone": 1, "refused": 1}


def test_a_cancelled_undo_leaves_the_import_done() -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    run(import_id)
    imports("POST", f"/{import_id}/undo")
    imports("POST", f"/{import_id}/cancel")
    steps(import_id)
    assert (shown(import_id)["state"], shown(import_id)["stopped_at"]) == ("done", None)
    assert imports("POST", f"/{import_id}/cancel").status == 409


def test_a_step_under_way_does_not_write_over_the_wish_to_cancel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_id = uploaded()
    imports("POST", f"/{import_id}/check", {})
    check_step = worker._STEPS["checking"]

    def cancelled_meanwhile(job: jobs.ImportJob, clock: Clock) -> jobs.ImportJob:
        imports("POST", f"/{import_id}/cancel")
        return check_step(job, clock)

    monkeypatch.setattr(worker, "_STEPS", {**worker._STEPS, "checking": cancelled_meanwhile})
    deliver(import_id)
    assert shown(import_id)["state"] == "cancelling"
    steps(import_id)
    deliver(import_id)
    assert (shown(import_id)["state"], kept(import_id)) == ("cancelled", set())


def test_files_go_when_a_run_is_done_but_those_of_its_refused_rows_stay() -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    assert kept(import_id) == {"0", "staged.db", "refused/id/0", "refused/en/0"}
    run(import_id)
    deliver(import_id)
    assert kept(import_id) == {"refused/id/0", "refused/en/0"}
    assert shown(import_id)["refused_files"]


def test_a_run_whose_staging_file_is_gone_says_so() -> None:
    import_id = checked({"anggota.csv": MEMBERS})
    Path(local_path(f"imports/{import_id}/staged.db")).unlink()
    imports("POST", f"/{import_id}/run")
    steps(import_id)
    assert shown(import_id)["state"] == "failed"
    imports("POST", f"/{import_id}/cancel")
    steps(import_id)
    assert shown(import_id)["state"] == "cancelled"


@pytest.mark.parametrize("state", ["done", "failed"])
def test_files_that_cannot_be_deleted_just_now_do_not_change_how_an_import_ended(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = failed_check(monkeypatch) if state == "failed" else checked({"a.csv": MEMBERS})
    if state == "done":
        run(import_id)

    def refused(_: str) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(files, "delete", refused)
        for _ in range(4):
            with pytest.raises(BatchProcessingError):
                deliver(import_id)
    assert shown(import_id)["state"] == state
    deliver(import_id)
    assert "staged.db" not in kept(import_id)


def test_sheets_of_strange_names_and_cells_that_are_no_numbers_are_checked_and_given_back(
    tmp_path: Path,
) -> None:
    names = ["a/b", "A/B", "[1]", "x" * 40, "X" * 40, "History"]
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        for number in range(len(names)):
            sheet = book.add_worksheet(f"lembar{number}")
            sheet.write_row(0, 0, ["No Anggota", "Nama", "Tgl Masuk"])
            sheet.write_row(1, 0, [f"{number}-1", "Siti Aminah", 12345.6789])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, name in enumerate(names):
        sheet_part = f"xl/worksheets/sheet{number + 1}.xml"
        parts[sheet_part] = parts[sheet_part].replace(b"12345.6789", b"1e400")
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            f"lembar{number}".encode(), name.encode()
        )
    import_id = checked({"anggota.xlsx": zipped(parts)})
    body = shown(import_id)
    assert (body["state"], body["counts"]) == ("checked", {"members": {"refused": len(names)}})
    link = imports("GET", f"/{import_id}/refused/file", query={"number": 0}).body["link"]
    given_back = tmp_path / "given back.xlsx"
    given_back.write_bytes(by_link("GET", link).content)
    sheets = CalamineWorkbook.from_path(given_back).sheet_names
    assert sheets == ["a_b", "A_B 2", "_1_", "x" * 31, f"{'X' * 29} 2", "History 2"]
