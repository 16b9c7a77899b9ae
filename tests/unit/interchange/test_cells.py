"""Cells as spreadsheets of Indonesian cooperatives have them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from interchange import cells
from interchange.cells import Cell, Unreadable

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("24/11/2026", date(2026, 11, 24)),
        ("4-1-2026", date(2026, 1, 4)),
        ("24.11.2026", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("24-Nov-26", date(2026, 11, 24)),
        ("24-Nop-26", date(2026, 11, 24)),
        ("17 Agustus 1945", date(1945, 8, 17)),
        ("5 Agt 2026", date(2026, 8, 5)),
        ("1 Pebruari 2024", date(2024, 2, 1)),
        ("24/11/27", date(1927, 11, 24)),
        ("24/11/2026 00:00:00", date(2026, 11, 24)),
        ("2026-11-24T08:30:00", date(2026, 11, 24)),
        (46350, date(2026, 11, 24)),
        (46350.0, date(2026, 11, 24)),
        ("46350", date(2026, 11, 24)),
        (datetime(2026, 11, 24, 8, 30), date(2026, 11, 24)),  # noqa: DTZ001 - as a workbook has it
        (date(2026, 11, 24), date(2026, 11, 24)),
        ("  ", None),
        (None, None),
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Cell, expected: date | None) -> None:
    assert cells.day(cell, TODAY) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2021", "no_such_day"),
        ("11/24/2026", "no_such_day"),
        ("29 Februari 2025", "no_such_day"),
        ("kemarin", "not_a_day"),
        ("24/xyz/2026", "not_a_day"),
        (-1, "not_a_day"),
        (20261124, "not_a_day"),
    ],
)
def test_what_is_no_day_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.day(cell, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Rp 1.250.000,00", 1_250_000),
        ("Rp1.250.000", 1_250_000),
        ("IDR 1,250,000.00", 1_250_000),
        ("1250000", 1_250_000),
        ("50.000", 50_000),
        ("50,000", 50_000),
        ("Rp 50.000,-", 50_000),
        ("-50.000", -50_000),
        ("(50.000)", -50_000),
        (1_250_000.0, 1_250_000),
        (1_250_000, 1_250_000),
        ("", None),
    ],
)
def test_rupiah_is_read_however_it_is_written(cell: Cell, expected: int | None) -> None:
    assert cells.rupiah(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Rp 1.250.000,50", "not_whole_rupiah"),
        (1250.5, "not_whole_rupiah"),
        ("12,5", "not_whole_rupiah"),
        ("12,5 ribu", "not_number"),
        ("1.25.000", "not_number"),
        ("satu juta", "not_number"),
        (True, "not_number"),
    ],
)
def test_what_is_no_whole_rupiah_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.rupiah(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("12,00", "12"), ("1,5%", "1.5"), ("12", "12"), (0.5, "0.5"), ("18.5 %", "18.5")],
)
def test_a_rate_is_read_however_it_is_written(cell: Cell, expected: str) -> None:
    assert cells.number(cell) == Decimal(expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3515014602870119", "3515014602870119"),
        ("'3515014602870119", "3515014602870119"),
        ("35 1501 4602 8701 19", "3515014602870119"),
        ("-", None),
        ("0000000000000000", None),
        (None, None),
    ],
)
def test_a_nik_is_text(cell: Cell, expected: str | None) -> None:
    assert cells.nik(cell) == expected


@pytest.mark.parametrize("cell", ["3,27101E+15", "3.27101e15", 3.27101e15, 3271010000000001])
def test_a_nik_that_became_a_number_has_lost_digits(cell: Cell) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.nik(cell)
    assert refused.value.code == "nik_as_number"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (81332519866, "081332519866"),
        (81332519866.0, "081332519866"),
        ("81332519866", "081332519866"),
        ("'081332519866", "081332519866"),
        ("+62 813-3251-9866", "+62 813-3251-9866"),
        ("-", None),
    ],
)
def test_a_phone_that_became_a_number_gets_its_0_back(cell: Cell, expected: str | None) -> None:
    assert cells.phone(cell) == expected
