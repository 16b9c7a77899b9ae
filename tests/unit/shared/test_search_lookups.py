import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.records.search_index.entries import entries
from shared.records.search_index.lookups import lookups
from tests.unit.factories import card, plain_hash, row


def found(text: str, name: str, **changes: object) -> int:
    """How often a search would show a member of this name."""
    shown = 0
    for lookup in lookups(text, plain_hash):
        if lookup.fallback and shown:
            continue
        for entry in entries(card(name, **changes), plain_hash):
            here = entry["pk"] == lookup.pk and str(entry["sk"]).startswith(lookup.prefix)
            if here and lookup.matches(str(entry["sk"]), lambda: row(name, **changes)):
                shown += 1
    return shown


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sok", "Soko Wibowo"),
        ("soek", "Soekarno"),
        ("moch zul", "Muhammad Zulkifli"),
        ("zul muh", "Mochamad Zulkifli"),
        ("mocha", "Muhammad Ridwan"),
        ("siti rah", "Hj. Sity Rahmawati"),
        ("rahma si", "Siti Rahmawati"),
        ("a b", "Ahmad Budiman"),
        ("budi", "Budi Budiman"),
        ("bud bud", "Budi Budiman"),
        ("adiwijaya suryo", "Satrio Dwi Kusumo Ningrat Adiwijaya Suryo"),
        ("nur'a", "Nur'aini"),
    ],
)
def test_a_search_shows_the_member_exactly_once(text: str, name: str) -> None:
    assert found(text, name) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("budi xyz", "Budi Santoso"), ("rahman siti x", "Siti Rahman"), ("zz", "Budi")],
)
def test_a_search_does_not_show_what_was_not_typed(text: str, name: str) -> None:
    assert found(text, name) == 0


NAMES = st.lists(
    st.sampled_from(["Budi", "Budiman", "Budiarto", "Siti", "Sity", "Rahma", "Rahman", "Ani"]),
    min_size=1,
    max_size=4,
)


@given(NAMES, st.data())
def test_any_beginnings_of_a_members_words_show_them_exactly_once(
    name: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(set(name))), min_size=1, max_size=2))
    typed = [*chosen[:-1], chosen[-1][: data.draw(st.integers(2, 9))]]
    if len(set(typed)) == len(typed):
        assert found(" ".join(typed), " ".join(name)) == 1


@pytest.mark.parametrize(
    "text", ["0812 3456 7890", "+62 812-3456", "62812", "8123", "7890", "567890"]
)
def test_any_form_or_end_of_a_phone_number_finds_its_member(text: str) -> None:
    assert found(text, "Siti", phones=("+6281234567890",)) >= 1


def test_one_digit_is_too_little() -> None:
    assert lookups("1", plain_hash) == []
