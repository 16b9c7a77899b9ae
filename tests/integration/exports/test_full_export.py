"""An export of everything, from its order to its files."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from python_calamine import CalamineWorkbook

from exports import full_export, jobs, member_records
from exports import workbook as export_workbook
from shared.aws import dynamo, files
from tests.integration.events import Room, identity
from tests.integration.exports.full_export import admin, deliver, exported, finish, start

pytestmark = pytest.mark.usefixtures("tables")

members = Room("members", identity())


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages of three members."""
    monkeypatch.setattr(member_records, "MEMBERS_PER_CALL", 3)
    monkeypatch.setattr(
        full_export, "_MEMBER_LIST", full_export._MEMBER_LIST.model_copy(update={"limit": 3})
    )
    monkeypatch.setattr(full_export, "PAGES_PER_STEP", 2)


def create(count: int, name: str = "Anggota") -> None:
    for number in range(count):
        body = {
            "name": f"{name} {number:03}",
            "joined_on": "2020-01-15",
            "member_no": f"A-{number:03}",
        }
        assert members("POST", "/members", body).status == 201


def table(archive: ZipFile, name: str) -> list[list[str]]:
    text = archive.read(name).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.usefixtures("small_chunks")
def test_an_export_goes_on_chunk_by_chunk_until_every_member_is_in_it_once() -> None:
    create(14)
    export_id = start()
    deliver(export_id)
    halfway = admin("GET", f"/imports/exports/{export_id}").body
    assert (halfway["status"], halfway["members"], halfway["files"]) == ("running", 6, [])
    done = finish(export_id)
    assert (done["members"], done["rows"]["members"]) == (14, 14)
    assert [one["name"][-4:] for one in done["files"]] == [".zip", "xlsx"]
    with ZipFile(files.local_path(f"exports/{export_id}.zip")) as archive:
        assert [row[0] for row in table(archive, "anggota.csv")[1:]] == [
            f"A-{number:03}" for number in range(14)
        ]
        assert table(archive, "transaksi.csv")[0][0] == "No. Rekening"
        assert "NIK" in archive.read("README.txt").decode()
        decided = json.loads(archive.read("pengaturan.json"))
        assert decided["cooperative"]["zone"] == "Asia/Jakarta"
        assert decided["reminder_rules"]["hours"]["opens"] == "08:00"
        assert {one["name"] for one in decided["reminder_templates"]} >= {"late", "due"}
    assert not [p for p in files.local_path(f"exports/{export_id}").rglob("*") if p.is_file()]


@pytest.mark.usefixtures("small_chunks")
def test_a_record_that_comes_again_and_a_worker_that_died_write_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create(8)
    export_id = start()

    def die(_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(dynamo, "transact", die)
        with pytest.raises(BatchProcessingError):
            deliver(export_id)
    for version in (1, 1, 2, 1, 2):
        assert deliver(export_id, version) == {"batchItemFailures": []}
    assert finish(export_id)["rows"]["members"] == 8
    with ZipFile(files.local_path(f"exports/{export_id}.zip")) as archive:
        assert len(table(archive, "anggota.csv")) == 9


def test_a_name_that_would_be_a_formula_is_text_in_both_files() -> None:
    create(1, "=HYPERLINK")
    archive, workbook = exported()
    with ZipFile(archive) as opened:
        assert table(opened, "anggota.csv")[1][1] == "'=HYPERLINK 000"
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name("Anggota").to_python()
    assert rows[1][1] == "=HYPERLINK 000"


def test_rows_beyond_what_a_sheet_holds_go_on_in_a_further_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_workbook, "MAX_SHEET_ROWS", 3)
    create(5)
    _, workbook = exported()
    book = CalamineWorkbook.from_path(workbook)
    assert [name for name in book.sheet_names if name.startswith("Anggota")] == [
        "Anggota",
        "Anggota 2",
        "Anggota 3",
    ]
    last = book.get_sheet_by_name("Anggota 3").to_python()
    assert [row[0] for row in last] == ["No. Anggota", "A-004"]


def test_beyond_what_a_step_can_write_as_a_workbook_there_is_the_archive_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "MAX_WORKBOOK_ROWS", 4)
    create(5)
    assert [one["name"][-4:] for one in finish(start())["files"]] == [".zip"]


def test_only_who_began_it_sees_it_and_order_and_link_are_audited() -> None:
    create(1)
    export_id = start()
    finish(export_id)
    path = f"/imports/exports/{export_id}"
    assert Room("exports", identity(sub="budi"))("GET", path).status == 404
    assert Room("exports", identity(sub="budi"))("GET", "/imports/exports").body["items"] == []
    assert Room("exports", identity("manager"))("POST", "/imports/exports").status == 403
    assert [one["export_id"] for one in admin("GET", "/imports/exports").body["items"]] == [
        export_id
    ]
    entries = Room("auth", identity())("GET", "/auth/audit").body["items"]
    assert [(e["action"], e["subject"]) for e in entries[:2]] == [
        ("cooperative.export_link", f"export:{export_id}"),
        ("cooperative.export", f"export:{export_id}"),
    ]


def test_who_is_bound_to_an_office_exports_only_its_members() -> None:
    create(2)
    body = {"name": "Siti", "joined_on": "2020-01-15", "member_no": "G-1", "office": "GRT"}
    assert members("POST", "/members", body).status == 201
    bound = Room("exports", identity(offices="GRT"))
    export_id = str(bound("POST", "/imports/exports").body["export_id"])
    assert finish(export_id)["rows"]["members"] == 1


def test_an_export_of_offices_that_its_maker_has_lost_is_not_there_any_more() -> None:
    create(1)
    full = start()
    finish(full)
    columns = {"columns": ["name"]}
    some = admin("POST", "/members/exports", columns).body["export_id"]
    bound = Room("exports", identity(offices="GRT"))
    assert bound("GET", f"/imports/exports/{full}").status == 404
    assert bound("GET", "/imports/exports").body["items"] == []
    assert bound("GET", f"/members/exports/{some}").status == 404
