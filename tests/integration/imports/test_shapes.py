"""Files as other cooperatives send them, from the file to the member's screen."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from tests.integration.events import Room, identity
from tests.integration.imports.import_steps import checked, imports, steps

pytestmark = pytest.mark.usefixtures("today")

MEMBERS = """KOPERASI SIMPAN PINJAM MAJU BERSAMA,,,,,
Daftar Anggota per 24 November 2026,,,,,
,,,,,
NO. ANGGOTA,NAMA LENGKAP,NO KTP,TGL LAHIR,TGL. GABUNG,TELP.
A-001,Señora Müller,3515014602870119,06-Feb-87,24-Nop-26,0812-3456-7890
A-002,"Budi, S.E.",'3271010101900001,1 Januari 1990,5 Agt 2020,81234567891
A-003,Tini,"3,27101E+15",17/08/1985,02/01/2020,
JUMLAH,3,,,,
"""
MOVES = """REKENING|TANGGAL|JENIS|NOMINAL|KET.
S-1|25-Nov-26|Setoran|"Rp 1.250.000,00"|Setoran awal
S-1|24-Nov-26|Setor|Rp 50.000,-|
S-1|24-Nov-26|Tarik|25.000,50|
TOTAL|||1.325.000|
"""


def members() -> dict[str, Any]:
    room = Room("members", identity())
    rows = room("GET", "/members").body["items"]
    return {r["member_no"]: room("GET", f"/members/{r['member_id']}").body for r in rows}


def messages(import_id: str) -> list[tuple[int, str, str | None]]:
    rows = imports("GET", f"/{import_id}/refused").body["items"]
    return [(row["line"], f["column"], f["message"]) for row in rows for f in row["faults"]]


def run(import_id: str) -> None:
    imports("POST", f"/{import_id}/run")
    assert steps(import_id)[-1] == "done"


def test_commas_cp1252_indonesian_months_titles_and_other_headings() -> None:
    import_id = checked({"anggota.csv": MEMBERS.encode("cp1252")})
    counts = imports("GET", f"/{import_id}").body["counts"]
    assert counts == {"members": {"new": 2, "refused": 1}}
    ((line, column, message),) = messages(import_id)
    assert (line, column) == (7, "NO KTP")
    assert "ubah kolomnya menjadi Teks di Excel" in str(message)
    run(import_id)
    found = members()
    assert {no: (m["name"], m["birth_date"], m["joined_on"]) for no, m in found.items()} == {
        "A-001": ("Señora Müller", "1987-02-06", "2026-11-24"),
        "A-002": ("Budi, S.E.", "1990-01-01", "2020-08-05"),
    }
    assert [found[no]["phone"] for no in ("A-001", "A-002")] == ["+6281234567890", "+6281234567891"]
    assert found["A-002"]["nik_masked"].endswith("01")


def test_amounts_with_rp_and_days_to_come_and_sen_are_told_apart() -> None:
    accounts = "No Rekening;No Anggota;Jenis Simpanan;Tgl Buka\nS-1;A-001;Sukarela;24-Nov-26\n"
    files = {
        "mutasi.txt": MOVES.encode(),
        "simpanan.csv": accounts.encode(),
        "anggota.csv": MEMBERS.encode("cp1252"),
    }
    import_id = checked(files)
    counts = imports("GET", f"/{import_id}").body["counts"]
    assert counts["transactions"] == {"new": 1, "refused": 2}
    faults = [m for m in messages(import_id) if m[1] in {"TANGGAL", "NOMINAL"}]
    assert [(line, column) for line, column, _ in faults] == [(2, "TANGGAL"), (4, "NOMINAL")]
    assert "hari ini" in str(faults[0][2])
    assert "sen" in str(faults[1][2])


def test_of_two_digits_a_birth_is_in_the_last_century_and_a_joining_to_come_is_refused() -> None:
    text = b"No Anggota;Nama;Tgl Masuk;Tgl Lahir\n1;Siti;25-Des-26;25-Des-26\n"
    import_id = checked({"a.csv": text})
    ((line, column, message),) = messages(import_id)
    assert (line, column) == (2, "Tgl Masuk")
    assert message == "tidak boleh setelah hari ini"


def test_excel_serials_numbers_as_text_and_numbers_that_should_be_text(tmp_path: Path) -> None:
    path = tmp_path / "koperasi.xlsx"
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd-mmm-yy"})
        notes = book.add_worksheet("Catatan")
        notes.write_string(0, 0, "Data per November")
        sheet = book.add_worksheet("Anggota")
        sheet.write_row(1, 0, ["NBA", "Nama Anggota", "No. Identitas", "Tgl Masuk", "HP"])
        sheet.write_row(2, 0, [7, "Siti Aminah", "3515014602870119"])
        sheet.write_number(2, 3, 43845, day)
        sheet.write_number(2, 4, 81234567890)
        sheet.write_row(3, 0, ["8", "Budi Santoso", "3271010101900001", "43846", "081234567891"])
        sheet.write_row(4, 0, [9, "Tini", 3271010101900002, 43847])
        loans = book.add_worksheet("Pinjaman")
        loans.write_row(
            0, 0, ["No Pinjaman", "NBA", "Produk", "Plafond", "Bunga % per Tahun", "Metode",
                   "Jangka Waktu (bulan)", "Tgl Cair", "Angsuran Pertama"],
        )  # fmt: skip
        loans.write_row(1, 0, ["P-1", 7, "Mikro", "12000000", 0.5 + 11.5, "Flat", "12", 43850])
        loans.write_datetime(1, 8, date(2020, 2, 20), day)
    import_id = checked({"koperasi.xlsx": path.read_bytes()})
    counts = imports("GET", f"/{import_id}").body["counts"]
    assert counts == {"members": {"new": 2, "refused": 1}, "financing": {"new": 1}}
    assert [(line, column) for line, column, _ in messages(import_id)] == [(5, "No. Identitas")]
    run(import_id)
    found = members()
    assert {no: (m["joined_on"], m["phone"]) for no, m in found.items()} == {
        "7": ("2020-01-15", "+6281234567890"),
        "8": ("2020-01-16", "+6281234567891"),
    }
    accounts = f"/members/{found['7']['member_id']}/accounts"
    (loan,) = Room("accounts", identity())("GET", accounts).body["items"]
    assert (loan["principal"], loan["opened_on"], loan["tenor_months"]) == (
        12_000_000,
        "2020-01-20",
        12,
    )
