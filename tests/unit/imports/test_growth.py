"""What reads files takes time in proportion to them, whatever is in them."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from imports.reading import headings, records
from imports.reading.headings import Heading
from interchange import cells, spreadsheet, vocabulary
from interchange.cells import Cell, Unreadable
from interchange.tables import IMPORT_KINDS, ImportKind, fields_of

TODAY = date(2026, 11, 24)
PIECES = ("t", " ", "1", ".", ",", "-", "(", "rp", "'", "1.", "e+", "/", "@a.", "é", "İ", "٣", "1 ")
READERS: tuple[Callable[[Any], object], ...] = (
    cells.text,
    cells.number,
    cells.rupiah,
    cells.nik,
    cells.phone,
    cells.note,
    vocabulary.folded,
    vocabulary.product,
    spreadsheet.as_written,
)
SIZE = 32_000
"""As long as a workbook's cell can be; a quadratic reader takes seconds for it."""
AT_MOST = 0.5


def seconds(read: Callable[..., object], *arguments: object) -> float:
    began = time.process_time()
    with suppress(Unreadable):
        read(*arguments)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_no_reader_of_cells_is_slow_for_a_long_one(piece: str) -> None:
    cell = piece * (SIZE // len(piece)) + "x"
    for reader in READERS:
        assert seconds(reader, cell) < AT_MOST, reader
    assert seconds(cells.day, cell, TODAY) < AT_MOST


@pytest.mark.parametrize("kind", IMPORT_KINDS)
def test_no_column_of_a_table_is_slow_or_broken_by_a_strange_cell(kind: ImportKind) -> None:
    fields = list(fields_of(kind))
    heading = Heading(1, kind, {name: n for n, name in enumerate(fields)}, tuple(fields))
    strange: list[Cell] = [piece * (SIZE // len(piece)) for piece in PIECES]
    strange += [1e308, -1e308, float("inf"), float("nan"), 10**18, True, date.min, date.max]
    strange += ["1e400", "-", "#N/A", "31/12/9999", "0001-01-01", "\u202e", "\u200b", "\x00"]
    for cell in strange:
        for number in range(len(fields)):
            row: list[Cell] = ["1"] * len(fields)
            row[number] = cell
            assert seconds(records.read, heading, row, TODAY) < AT_MOST


@pytest.mark.parametrize(
    "titles",
    [
        ["Tanggal"] * 2_000,
        [f"Tanggal {n}" for n in range(2, 1_000)] + ["Tanggal"] * 1_000,
        ["x" * 30_000] * 200,
    ],
    ids=["equal", "equal to numbered ones", "long"],
)
def test_equal_headings_are_told_apart_quickly(titles: Sequence[str]) -> None:
    began = time.process_time()
    found = headings.find([(line, titles) for line in range(1, 6)])
    assert time.process_time() - began < 10 * AT_MOST
    assert found
    assert len(set(found.names)) == len(titles)
