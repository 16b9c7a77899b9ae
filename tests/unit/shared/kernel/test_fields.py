"""Texts, names and dates as the schemas take them, from the API and from files alike."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.kernel.fields import Date, Name, Note, ShortText

NAME, NOTE, SHORT = TypeAdapter(Name), TypeAdapter(Note), TypeAdapter(ShortText)


def code_of(adapter: TypeAdapter[str], text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        adapter.validate_python(text)
    return str(refused.value.errors()[0]["type"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\u200b\u200b", "blank"),
        ("\u2060\ufeff\u00ad", "blank"),
        ("\u3164", "blank"),
        ("\u200d", "blank"),
        ("   ", "blank"),
        ("Siti\u202enimA", "control_characters"),
        ("\u2066Siti\u2069", "control_characters"),
        ("Siti\x00", "control_characters"),
        ("Siti\x1b[31m", "control_characters"),
        ("Siti\nAminah", "several_lines"),
        ("Siti\u2028Aminah", "several_lines"),
        ("Siti\tAminah", "several_lines"),
        ("-", "not_a_name"),
        ("...", "not_a_name"),
        ("12345", "not_a_name"),
        ("#N/A", "not_a_name"),
        ("#n/a", "not_a_name"),
        ("N/A", "not_a_name"),
        ("#REF!", "not_a_name"),
        ("#DIV/0!", "not_a_name"),
        ("#NAME?", "not_a_name"),
    ],
)
def test_what_is_no_name_is_refused(text: str, code: str) -> None:
    assert code_of(NAME, text) == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Siti Aminah", "Siti Aminah"),
        (" Siti ", "Siti"),
        ("Si\u200bti\ufeff", "Siti"),
        ("\u200fسيتي\u200e", "سيتي"),
        ("H. Abd. Rahman, S.Pd.", "H. Abd. Rahman, S.Pd."),
        ("M", "M"),
        ("Ng'ambo-Ku 2", "Ng'ambo-Ku 2"),
        ("Jose\u0301", "José"),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(text: str, kept: str) -> None:
    assert NAME.validate_python(text) == kept


def test_a_note_may_have_lines_and_emoji_and_be_a_dash() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for text in ("satu\ndua\ttiga", family, "-", "#N/A"):
        assert NOTE.validate_python(text) == text
    assert code_of(NOTE, "bayar \u202e000.1 pR") == "control_characters"


def test_a_short_text_is_one_line() -> None:
    assert SHORT.validate_python("Pedagang") == "Pedagang"
    assert code_of(SHORT, "a\nb") == "several_lines"


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31"])
def test_a_date_before_1900_is_a_slip(text: str) -> None:
    with pytest.raises(ValidationError, match="before 1900"):
        TypeAdapter(Date).validate_python(text)
    assert TypeAdapter(Date).validate_python("1900-01-01").year == 1900
