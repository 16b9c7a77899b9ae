"""Any spelling of a phone number is the same E.164 number."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.phones import display, e164, is_mobile
from shared.kernel.errors import Invalid

PREFIXES = ["811", "812", "813", "821", "822", "838", "852", "857", "877", "878", "881", "896"]
mobiles = st.builds(
    lambda prefix, rest: f"{prefix}{rest}",
    st.sampled_from(PREFIXES),
    st.text("0123456789", min_size=7, max_size=8),
).filter(lambda n: phonenumbers.is_valid_number(phonenumbers.parse(f"+62{n}")))
separators = st.sampled_from(["", " ", "-", ".", "  "])


@given(mobiles, st.sampled_from(["0", "62", "+62", "+62 0", "620", "62 0"]), separators)
def test_every_spelling_of_a_mobile_number_is_the_same_number(
    national: str, lead: str, separator: str
) -> None:
    grouped = separator.join([national[:3], national[3:7], national[7:]])
    assert e164(f"{lead}{separator if lead != '0' else ''}{grouped}") == f"+62{national}"


@given(mobiles, st.text(" ", max_size=3))
def test_spaces_around_a_number_do_not_matter(national: str, space: str) -> None:
    assert e164(f"{space}0{national}{space}") == f"+62{national}"


@given(mobiles)
def test_what_is_displayed_reads_as_the_same_number(national: str) -> None:
    assert e164(display(f"+62{national}")) == f"+62{national}"
    assert is_mobile(f"+62{national}")


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = e164(text)
    except Invalid:
        return
    assert re.fullmatch(r"\+[0-9]{6,15}", number)


def test_an_eleven_digit_number_that_begins_with_62_is_indonesian() -> None:
    assert e164("62823987101") == "+62823987101"


@pytest.mark.parametrize("number", ["021 555 1234", "(022) 250-0000", "0274-512345"])
def test_a_landline_has_no_whatsapp(number: str) -> None:
    assert not is_mobile(e164(number))


@pytest.mark.parametrize(
    "number", ["", "12", "abc", "0000000000", "08123", "+1", "0812345678901234"]
)
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(Invalid):
        e164(number)
