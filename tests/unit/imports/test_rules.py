"""Headings, whatever a cooperative calls them."""

import pytest

from imports.rules import find, folded


def test_title_lines_above_the_heading_are_passed_over() -> None:
    rows = [
        (1, ["KSP SEJAHTERA BERSAMA"]),
        (2, ["Daftar Anggota per 24 November 2026"]),
        (4, ["NO ANGGOTA", "NAMA", "NO KTP", "TGL. MASUK", "Telp."]),
        (5, ["2001.00001", "Siti", "3515014602870119", "15/01/2020", "0812"]),
    ]
    heading = find(rows)
    assert heading
    assert (heading.line, heading.kind) == (4, "members")
    assert heading.columns == {"member_no": 0, "name": 1, "nik": 2, "joined_on": 3, "phone": 4}
    assert not heading.missing


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["REKENING", "Tanggal", "Jenis", "NOMINAL", "Ket."], "transactions"),
        (["Norek", "NBA", "Jenis Simpanan", "Tgl Buka"], "savings"),
        (["No. Akad", "No. Anggota", "Akad", "Plafond (Rp)", "Tgl. Akad"], "financing"),
        (["No Pinjaman", "Angsuran ke", "Jatuh Tempo", "Pokok", "Jasa"], "installments"),
        (["Account number", "Date", "Type", "Amount"], "transactions"),
    ],
)
def test_a_table_is_of_the_kind_whose_headings_it_has(titles: list[str], kind: str) -> None:
    heading = find([(1, titles)])
    assert heading
    assert heading.kind == kind
    assert not heading.missing


def test_what_is_missing_and_what_is_unknown_is_told() -> None:
    heading = find([(1, ["Nama", "No Anggota", "Golongan darah"])])
    assert heading
    assert heading.missing == {"joined_on"}
    assert heading.unknown == ("Golongan darah",)


def test_a_heading_that_was_explained_once_is_known() -> None:
    learned = {folded("Mulai jadi anggota"): "joined_on"}
    heading = find([(1, ["Nama", "No Anggota", "Mulai jadi anggota"])], learned)
    assert heading
    assert heading.columns["joined_on"] == 2


def test_a_note_is_no_table() -> None:
    assert find([(1, ["Catatan: data per November"]), (2, ["lihat lembar lain"])]) is None
