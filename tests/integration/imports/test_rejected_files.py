"""Refused rows come back as files of the form in which they were sent, to be corrected and sent."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from imports import lists
from imports.store import jobs
from shared.kernel.errors import NotFound
from tests.integration.events import Room, identity
from tests.integration.imports.journey import by_link, checked, imports, steps
from tests.integration.imports.sample import ADMIN, Today

pytestmark = pytest.mark.usefixtures("tables")

MEMBERS = """KSP Sejahtera;;;;
No Anggota;Nama;NIK;Tgl Masuk;No HP
1;Siti;3271010101900001;15/01/2020;0812-3456-7890
2;=Budi;3,27101E+15;16/01/2020;+62 812-3456-7891
3;Tini, dan "Tono";;kemarin;
"""


class Later(Today):
    """Thirty days from now."""

    def now(self) -> datetime:
        return datetime.now(UTC) + jobs.RETENTION


def rejected_file(import_id: str, number: int = 0, language: str = "id") -> tuple[str, bytes]:
    headers = {"accept-language": language}
    query = {"number": number}
    answer = imports("GET", f"/{import_id}/refused/file", query=query, headers=headers)
    assert answer.status == 200, answer.body
    return answer.body["name"], by_link("GET", answer.body["link"]).content


def test_a_csv_of_refused_rows_has_the_senders_columns_and_a_reason() -> None:
    import_id = checked({"anggota.csv": MEMBERS.encode()})
    offered = imports("GET", f"/{import_id}").body["refused_files"]
    assert offered == [{"number": 0, "file": "anggota.csv", "rows": 2}]
    name, content = rejected_file(import_id)
    assert name == "anggota - ditolak.csv"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["No Anggota", "Nama", "NIK", "Tgl Masuk", "No HP", "Alasan ditolak"]
    assert [row[:5] for row in rows[1:]] == [
        ["2", "'=Budi", "3,27101E+15", "16/01/2020", "'+62 812-3456-7891"],
        ["3", 'Tini, dan "Tono"', "", "kemarin", ""],
    ]
    assert rows[1][5].startswith("NIK: angka terakhir NIK hilang")
    assert rows[1][5].endswith(": 3,27••••15")
    assert rows[2][5] == "Tgl Masuk: bukan tanggal; tulis 24/11/2026 atau 24-Nov-2026: kemarin"


def test_the_reason_is_in_the_language_of_who_asks() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    name, content = rejected_file(import_id, language="en")
    assert name == "a - refused.csv"
    assert "Reason refused" in content.decode("utf-8-sig")
    assert "is not a date" in content.decode("utf-8-sig")


def test_the_mended_file_is_taken_and_what_is_refused_again_has_one_reason() -> None:
    _, content = rejected_file(checked({"a.csv": MEMBERS.encode()}))
    text = content.decode("utf-8-sig").replace("3,27101E+15", "3271010101900002")
    again = checked({"b.csv": text.encode("utf-8-sig")})
    assert imports("GET", f"/{again}").body["counts"] == {"members": {"new": 1, "refused": 1}}
    imports("POST", f"/{again}/run")
    steps(again)
    rows = Room("members", identity())("GET", "/members").body["items"]
    assert [(row["name"], row["phone"]) for row in rows] == [("=Budi", "+6281234567891")]
    _, content = rejected_file(again)
    assert content.decode("utf-8-sig").count("Alasan ditolak") == 1


@pytest.mark.parametrize(("encoding", "separator"), [("cp1252", ","), ("utf-16", "\t")])
def test_a_csv_keeps_its_encoding_and_separator(encoding: str, separator: str) -> None:
    rows = [["No Anggota", "Nama", "Tgl Masuk"], ["1", "Señora Müller", "kemarin"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    _, content = rejected_file(checked({"a.csv": text.encode(encoding)}))
    kept = list(csv.reader(io.StringIO(content.decode(encoding)), delimiter=separator))
    assert [row[:3] for row in kept] == rows


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> bytes:
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    style = [day] if isinstance(cell, date) else []
                    sheet.write(number, place, cell, *style)
    return path.read_bytes()


def test_a_workbook_keeps_its_sheets_and_the_kinds_of_its_cells(tmp_path: Path) -> None:
    sent: dict[str, list[list[Any]]] = {
        "Data Anggota": [
            ["No Anggota", "Nama", "NIK", "Tgl Masuk", "No HP"],
            [1, "Siti", "3271010101900001", date(2020, 1, 15), "0812"],
            [2, "Budi", 3271010101900000, date(2020, 1, 16), 81234567890],
            [3, "Tini", "3271010101900003", date(2020, 1, 17), ""],
        ],
        "Tabungan": [
            ["No Rekening", "No Anggota", "Jenis Simpanan", "Tgl Buka"],
            ["S-1", 3, "Wajib", date(2020, 1, 17)],
        ],
        "Mutasi": [
            ["No Rekening", "Tanggal", "Jenis", "Nominal"],
            ["S-9", date(2020, 2, 1), "Setoran", 50000],
        ],
    }
    import_id = checked({"koperasi.xlsm": workbook(tmp_path / "sent.xlsx", sent)})
    name, content = rejected_file(import_id)
    assert name == "koperasi - ditolak.xlsx"
    path = tmp_path / "rejected.xlsx"
    path.write_bytes(content)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Data Anggota", "Mutasi"]
    members = book.get_sheet_by_name("Data Anggota").to_python()
    assert members[0] == [*sent["Data Anggota"][0], "Alasan ditolak"]
    assert members[1][:5] == [1, "Siti", "3271010101900001", date(2020, 1, 15), "0812"]
    assert members[2][:5] == [2, "Budi", 3271010101900000, date(2020, 1, 16), 81234567890]
    assert "No HP: " in str(members[1][5])
    (_, entry) = book.get_sheet_by_name("Mutasi").to_python()
    assert entry[:4] == ["S-9", date(2020, 2, 1), "Setoran", 50000]


def test_a_zip_comes_back_as_a_zip_of_its_tables_that_can_be_sent_again(tmp_path: Path) -> None:
    members = {"Anggota": [["No Anggota", "Nama", "Tgl Masuk"], ["8", "Budi", "kapan"]]}
    sent = io.BytesIO()
    with ZipFile(sent, "w") as archive:
        archive.writestr("data/anggota.csv", "No Anggota;Nama;Tgl Masuk\n7;Siti;kemarin\n")
        archive.writestr("anggota baru.xlsx", workbook(tmp_path / "inner.xlsx", members))
    name, content = rejected_file(checked({"ekspor.zip": sent.getvalue()}))
    assert name == "ekspor - ditolak.zip"
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["anggota.csv", "2 Anggota.xlsx"]
        assert '7;Siti;kemarin;"Tgl Masuk: ' in archive.read("anggota.csv").decode("utf-8-sig")
    again = imports("GET", f"/{checked({'lagi.zip': content})}").body
    assert again["counts"] == {"members": {"refused": 2}}


def test_what_the_run_refuses_is_in_the_file_too() -> None:
    members = "No Anggota;Nama;Tgl Masuk\n1;Siti;15/01/2020\n2;Budi;15/01/2020\n"
    import_id = checked({"a.csv": members.encode()})
    assert imports("GET", f"/{import_id}").body["refused_files"] == []
    meanwhile = {"name": "Orang Lain", "joined_on": "2020-01-01", "member_no": "2"}
    assert Room("members", identity())("POST", "/members", meanwhile).status == 201
    imports("POST", f"/{import_id}/run")
    steps(import_id)
    _, content = rejected_file(import_id)
    assert "2;Budi;15/01/2020;No Anggota: " in content.decode("utf-8-sig")


def test_the_download_is_audited_and_ends_after_thirty_days() -> None:
    import_id = checked({"a.csv": MEMBERS.encode()})
    rejected_file(import_id)
    entries = Room("auth", identity())("GET", "/auth/audit").body["items"]
    assert entries[0]["action"] == "import.refused"
    assert entries[0]["subject"] == f"import:{import_id}"
    assert imports("GET", f"/{import_id}/refused/file", query={"number": 1}).status == 404
    later = Later()
    with pytest.raises(NotFound):
        lists.show_refused_file(ADMIN, import_id, 0, later, "id")


@pytest.mark.parametrize("name", ["a.csv", "b.csv"])
def test_only_refused_rows_of_the_asked_file_are_in_it(name: str) -> None:
    files = {
        "a.csv": b"No Anggota;Nama;Tgl Masuk\nA;Siti;x\n",
        "b.csv": b"No Anggota;Nama;Tgl Masuk\nB;Budi;x\n",
    }
    import_id = checked(files)
    offered = imports("GET", f"/{import_id}").body["refused_files"]
    number = next(one["number"] for one in offered if one["file"] == name)
    _, content = rejected_file(import_id, number)
    rows = content.decode("utf-8-sig").splitlines()
    assert [row[:2] for row in rows[1:]] == [f"{name[0].upper()};"]
