"""Rows of contacts, consents and pauses: what they say, and what is wrong with them."""

from datetime import date

import pytest

from imports.reading import headings, records
from imports.reading.row_reader import Record
from shared.kernel.errors import FieldError

TODAY = date(2026, 11, 24)
CONTACTS = ("No. Anggota", "Jenis Kontak", "Kontak", "Label", "Utama", "RT", "Kode Pos")
CONSENTS = ("No. Anggota", "Saluran", "Persetujuan", "Waktu", "Dicatat oleh")
PAUSES = ("No. Rekening", "Mulai Penundaan", "Selesai Penundaan")


def read(titles: tuple[str, ...], *row: str) -> Record | list[FieldError]:
    heading = headings.find([(1, titles), (2, row)])
    assert heading is not None
    assert heading.missing == frozenset()
    return records.read(heading, row, TODAY)


@pytest.mark.parametrize(
    ("row", "card"),
    [
        (
            ("A-1", "HP", "0812 3456 7890", "HP", "ya", "", ""),
            {"phones": [{"number": "0812 3456 7890", "label": "HP", "primary": True}]},
        ),
        (
            ("A-1", "surel", "siti@example.com", "", "", "", ""),
            {"emails": [{"address": "siti@example.com"}]},
        ),
        (
            ("A-1", "Alamat", "Jl. Melati 7", "", "tidak", "3", "40135"),
            {
                "addresses": [
                    {
                        "street": "Jl. Melati 7",
                        "primary": False,
                        "rt": "003",
                        "postal_code": "40135",
                    }
                ]
            },
        ),
    ],
)
def test_a_contact_is_a_card_of_its_own(row: tuple[str, ...], card: dict[str, object]) -> None:
    found = read(CONTACTS, *row)
    assert isinstance(found, Record)
    assert (found.kind, found.owner, found.body) == ("contacts", "A-1", card)


def test_a_consent_keeps_when_and_by_whom_it_was_taken_down() -> None:
    found = read(CONSENTS, "A-1", "WA", "Tidak", "2024-02-01T03:00:00.000Z", "rini")
    assert isinstance(found, Record)
    said = {"granted": False, "at": "2024-02-01T03:00:00.000Z", "by": "rini"}
    assert found.body == {"whatsapp": said}


@pytest.mark.parametrize(
    ("titles", "row", "fault"),
    [
        (CONTACTS, ("A-1", "HP", "12", "", "", "", ""), ("contact", "not_phone")),
        (CONTACTS, ("", "surel", "a@example.com", "", "", "", ""), ("member_no", "missing")),
        (CONTACTS, ("A-1", "surel", "", "", "", "", ""), ("contact", "missing")),
        (CONTACTS, ("A-1", "fax", "1", "", "", "", ""), ("contact_type", "not_one_of")),
        (CONSENTS, ("A-1", "surat", "mungkin", "", ""), ("granted", "not_one_of")),
        (CONSENTS, ("A-1", "surat", "ya", "kemarin", ""), ("at", "not_time")),
        (PAUSES, ("P-1", "2026-01-01", ""), ("end_on", "missing")),
    ],
)
def test_what_is_wrong_is_said(
    titles: tuple[str, ...], row: tuple[str, ...], fault: tuple[str, str]
) -> None:
    found = read(titles, *row)
    assert isinstance(found, list)
    assert (found[0].field, found[0].code) == fault
