import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.names import MAX_WORDS, code, sort_name, typed_words, words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Soekarno", "Sukarno"),
        ("Djoko Tjahjono", "Joko Cahyono"),
        ("Sjahrir", "Syahrir"),
        ("Njoto", "Nyoto"),
        ("H. Moch. Ridwan", "Muhammad Ridwan"),
        ("M. Ridwan", "Mohamad Ridwan"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("Sity Aisyah", "Siti Aisiah"),
        ("Hj. Nur'aini", "Nuraini"),
        ("Drs. Ir. BUDI", "budi"),
        ("José", "jose"),
    ],
)
def test_spellings_of_one_name_fold_alike(written: str, spoken: str) -> None:
    assert words(written) == words(spoken)


def test_a_name_of_titles_alone_keeps_them() -> None:
    assert words("Haji") == ["haji"]


@given(st.text(max_size=200))
def test_any_text_folds_to_at_most_six_plain_words(text: str) -> None:
    folded = words(text)
    assert len(folded) <= MAX_WORDS
    assert all(w.isascii() and w.isalnum() for w in folded)


@given(st.sampled_from(["Budi Santoso", "Siti Rahmawati", "Achmad Zulkifli", "Ketut Suardana"]))
def test_every_beginning_of_a_last_word_is_read_as_a_beginning_of_its_fold(name: str) -> None:
    first, last = name.split()
    for length in range(1, len(last) + 1):
        finished, readings = typed_words(f"{first} {last[:length]}")
        assert finished == words(first)
        assert any(words(name)[-1].startswith(reading) for reading in readings)


def test_an_unfinished_variant_is_read_both_ways() -> None:
    assert typed_words("mocha") == ([], ["mocha", "muhammad"])
    assert typed_words("muh") == ([], ["muh"])


def test_titles_are_not_searched_for() -> None:
    assert typed_words("Hj. Siti") == ([], ["siti"])


def test_a_code_is_compared_without_signs_and_case() -> None:
    assert code(" PB-00.001 ") == "pb00001"


def test_lists_sort_without_case_and_accents() -> None:
    assert sorted(["de Fretes", "Agus", "Éva"], key=sort_name) == ["Agus", "de Fretes", "Éva"]
