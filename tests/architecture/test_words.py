"""The site has words, in both languages, for what the rooms name by codes."""

from pathlib import Path

import pytest

from interchange.tables import IMPORT_KINDS, fields_of

I18N = Path(__file__).parents[2] / "static_site/src/i18n"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_and_field_of_an_import_has_words(language: str) -> None:
    words = (I18N / language / "imports.ts").read_text()
    named = [f"field.{name}" for kind in IMPORT_KINDS for name in fields_of(kind)]
    named += [f"{part}.{kind}" for kind in IMPORT_KINDS for part in ("kind", "count")]
    assert [name for name in named if f"'import.{name}'" not in words] == []
