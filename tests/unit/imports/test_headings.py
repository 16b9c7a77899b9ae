"""Headings, whatever a cooperative calls them."""

from collections.abc import Sequence

import pytest

from imports.reading.headings import Heading, HeadingCorrections, examples, find, signature
from interchange.cells import Cell
from interchange.columns import REASONS
from interchange.tables import IMPORT_KINDS, REQUIRED, fields_of
from interchange.vocabulary import folded


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


def test_what_is_missing_is_told_and_what_is_unknown_is_no_field() -> None:
    heading = find([(1, ["Nama", "No Anggota", "Golongan darah"])])
    assert heading
    assert heading.missing == {"joined_on"}
    assert heading.columns == {"name": 0, "member_no": 1}


def test_a_heading_that_was_corrected_holds_in_tables_of_its_kind_only() -> None:
    learned = HeadingCorrections({("members", folded("Mulai")): "joined_on"})
    members = find([(1, ["Nama", "No Anggota", "Mulai"])], learned)
    savings = find([(1, ["No Rekening", "No Anggota", "Jenis Simpanan", "Mulai"])], learned)
    assert members
    assert members.columns["joined_on"] == 2
    assert savings
    assert savings.kind == "savings"
    assert savings.missing == {"opened_on"}


def test_a_correction_weighs_more_than_the_dictionary() -> None:
    learned = HeadingCorrections(
        {("members", "nama"): None, ("members", "pekerjaan"): "name"},
    )
    heading = find([(1, ["Nama", "Pekerjaan", "Tgl Masuk", "Job"])], learned)
    assert heading
    assert heading.columns == {"name": 1, "joined_on": 2, "occupation": 3}
    assert heading.ignored == {0}


def test_a_table_whose_kind_was_corrected_keeps_it() -> None:
    titles = ["No Rekening", "No Anggota", "Produk", "Tanggal Buka"]
    assert getattr(find([(1, titles)]), "kind", None) == "savings"
    learned = HeadingCorrections(kinds={signature(titles): "financing"})
    again = find([(1, ["KSP Sejahtera", ""]), (3, ["NO. REKENING", *titles[1:]])], learned)
    assert again
    assert (again.line, again.kind, again.missing) == (3, "financing", frozenset())


def test_two_headings_of_the_same_words_are_told_apart() -> None:
    heading = find([(1, ["Nama", "Tgl Masuk", "No HP", "No HP", "", ""])])
    assert heading
    assert heading.names == ("Nama", "Tgl Masuk", "No HP", "No HP 2", "", "")
    assert (heading.columns["phone"], heading.columns["phone_2"]) == (2, 3)


def test_a_table_that_nothing_is_known_of_is_found_by_its_words() -> None:
    heading = find(
        [(1, ["Daftar", "2026"]), (3, ["Kode", "Nasabah", "Sejak"]), (4, ["1", "A", "B"])]
    )
    assert heading
    assert (heading.line, heading.columns) == (3, {})
    assert heading.missing


@pytest.mark.parametrize("reason", REASONS.values())
def test_the_column_that_says_why_a_row_was_refused_is_passed_over(reason: str) -> None:
    heading = find([(1, ["Nama", "Tgl Masuk", reason])])
    assert heading
    assert heading.columns == {"name": 0, "joined_on": 1}
    assert heading.ignored == {2}


def test_examples_of_a_column_are_two_values_masked_if_personal() -> None:
    columns = {"name": 0, "nik": 1, "birth_date": 2}
    titles = ("Nama", "NIK", "Lahir", "Lain", "Kosong")
    heading = Heading(1, "members", columns, titles)
    rows: list[tuple[int, Sequence[Cell]]] = [
        (1, titles),
        (2, ["Siti", "3271010000000001", 31276, "081234567890"]),
        (3, ["Siti", "3271010000000001", 31276, "A-7"]),
        (4, ["Budi", "3271010000000002", 31277, "x" * 50]),
    ]
    assert examples(heading, rows) == [
        ["Siti", "Budi"],
        ["3271••••01", "3271••••02"],
        ["••••", "••••"],
        ["0812••••90", "A-7"],
        [],
    ]


def test_the_required_fields_are_fields_of_their_kind() -> None:
    assert all(set(fields_of(kind)) >= REQUIRED[kind] for kind in IMPORT_KINDS)


def test_a_note_is_no_table() -> None:
    assert find([(1, ["Catatan: data per November"]), (2, ["lihat lembar lain"])]) is None
