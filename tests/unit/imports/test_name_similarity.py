"""Names that are one person's, and names that are not."""

import pytest

from imports.dry_run.name_similarity import is_different, is_similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Aminah", "Hj. Siti Aminah"),
        ("Siti Aminah", "AMINAH SITI"),
        ("Moh. Djunaedi", "Muhammad Junaidi"),
        ("Siti", "Siti Aminah"),
        ("Sri Wahyuni", "Sri Wahyunni"),
    ],
)
def test_names_that_are_alike(one: str, other: str) -> None:
    assert is_similar(one, other)
    assert is_similar(other, one)
    assert not is_different(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Siti Aminah", "Budi Santoso"), ("Siti Aminah", "Siti Rahmawati")]
)
def test_names_that_are_not_alike(one: str, other: str) -> None:
    assert not is_similar(one, other)


def test_only_names_with_nothing_in_common_are_unlike() -> None:
    assert is_different("Siti Aminah", "Budi Santoso")
    assert not is_different("Siti Aminah", "Siti Rahmawati")
