"""One definition of each column serves imports and exports."""

from collections import Counter

import pytest

from interchange.tables import (
    FIELDS,
    FOR_THE_RECORD,
    IMPORT_KINDS,
    TABLES,
    ImportKind,
    column_of,
    fields_of,
    is_for_the_record,
)
from interchange.vocabulary import folded


def test_exports_write_the_kinds_of_imports_in_the_order_in_which_they_are_taken_in() -> None:
    names = [table.name for table in TABLES]
    assert names == [*IMPORT_KINDS, *(name for name in names if name in FOR_THE_RECORD)]


@pytest.mark.parametrize("kind", IMPORT_KINDS)
def test_an_exported_title_is_recognised_as_the_field_that_it_stands_for(kind: ImportKind) -> None:
    (table,) = (table for table in TABLES if table.name == kind)
    for column in table.columns:
        assert FIELDS[kind].get(folded(column.title)) == column.field


@pytest.mark.parametrize("kind", IMPORT_KINDS)
def test_no_heading_stands_for_two_fields(kind: ImportKind) -> None:
    found = Counter(
        heading for name in fields_of(kind) for heading in column_of(kind, name).headings
    )
    assert [heading for heading, times in found.items() if times > 1] == []


def test_only_tables_for_the_record_are_passed_over() -> None:
    passed = {table.name for table in TABLES if is_for_the_record(table.titles)}
    assert passed == FOR_THE_RECORD
