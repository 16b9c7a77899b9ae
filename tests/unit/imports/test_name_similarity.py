"""Names that are one person's, and names that are not."""

import pytest

from imports.dry_run.name_similarity import alike, unlike


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
    assert alike(one, other)
    assert alike(other, one)
    assert not unlike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Siti Aminah", "Budi Santoso"), ("Siti Aminah", "Siti Rahmawati")]
)
def test_names_that_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


def test_only_names_with_nothing_in_common_are_unlike() -> None:
    assert unlike("Siti Aminah", "Budi Santoso")
    assert not unlike("Siti Aminah", "Siti Rahmawati")
