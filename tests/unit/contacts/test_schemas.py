"""What the contacts room takes and refuses, by field."""

import pytest
from pydantic import BaseModel, ValidationError

from contacts.schemas import (
    ConsentGiven,
    Consents,
    EmailChange,
    NewAddress,
    NewEmail,
    NewInteraction,
    NewMessage,
    NewPhone,
)
from shared.kernel.messages import MESSAGES
from shared.web.validation import field_errors


def refused(model: type[BaseModel], **body: object) -> dict[str, str]:
    """Field → code of what the model finds wrong in a body."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    errors = [{**e, "loc": ("body", *e["loc"])} for e in caught.value.errors()]
    return {error.field: error.code for error in field_errors(errors)}


@pytest.mark.parametrize(
    "address",
    ["siti@contoh.co.id", "s.a+koperasi@mail-1.example.com", "x@bücher.example", "o'neil@a.id"],
)
def test_an_email_address_is_taken(address: str) -> None:
    assert NewEmail(address=f" {address} ").address == address


@pytest.mark.parametrize(
    "address",
    [
        "", "siti", "@a.id", "siti@", "siti@contoh", "a@b@c.id", "siti aminah@a.id", "siti@a .id",
        "siti@-a.id", "siti@a..id", ".siti@a.id", "si..ti@a.id", "<siti@a.id>",
        "siti@a.id\n,x@b.id", f"{'x' * 250}@a.id", f"x@{'a' * 64}.id",
    ],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(address: str) -> None:
    assert set(refused(NewEmail, address=address)) == {"address"}


def test_an_email_address_cannot_be_cleared_only_deleted() -> None:
    assert refused(EmailChange, address=None) == {"address": "not_text"}


@pytest.mark.parametrize(("typed", "kept"), [("1", "001"), ("02", "002"), ("010", "010")])
def test_rt_and_rw_are_text_of_three_digits(typed: str, kept: str) -> None:
    address = NewAddress(street="Jl. Merdeka 1", rt=typed, rw=typed)
    assert (address.rt, address.rw) == (kept, kept)


@pytest.mark.parametrize("typed", ["", "1234", "a", "1/2", "\u0661", "-1"])
def test_what_is_no_rt_is_refused(typed: str) -> None:
    assert refused(NewAddress, street="Jl. Merdeka 1", rt=typed) == {"rt": "not_digits"}


def test_every_field_that_is_wrong_is_named() -> None:
    assert refused(NewAddress, rw=5, postal_code="4012", hacker=1) == {
        "street": "missing",
        "rw": "not_text",
        "postal_code": "not_digits",
        "hacker": "unknown_field",
    }


@pytest.mark.parametrize("value", ["yes", 1, None, "true"])
def test_a_mark_is_true_or_false_and_nothing_like_it(value: object) -> None:
    assert refused(NewPhone, number="0812", primary=value) == {"primary": "not_boolean"}


def test_consent_is_true_false_or_an_object_with_its_proof() -> None:
    said = Consents.model_validate(
        {"whatsapp": True, "email": {"granted": False, "source": "formulir"}}
    )
    assert said.whatsapp == ConsentGiven(granted=True)
    assert said.email == ConsentGiven(granted=False, source="formulir")
    assert said.phone is None


def test_consent_in_other_words_is_refused() -> None:
    assert refused(Consents, whatsapp="ya", phone={"source": "x"}, fax=True) == {
        "whatsapp": "not_boolean",
        "phone.granted": "missing",
        "fax": "unknown_field",
    }


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (123, "not_time"), ("1700000000", "not_time"), ("kemarin", "not_time"),
        ("2026-01-01T00:00:00", "not_time"), ("2026-02-30T00:00:00Z", "not_time"),
        ("0001-01-01T00:00:00+07:00", "order"),
    ],
)  # fmt: skip
def test_a_time_without_zone_or_sense_is_refused(moment: object, code: str) -> None:
    assert refused(NewInteraction, channel="visit", occurred_at=moment) == {"occurred_at": code}


def test_a_text_of_a_message_has_at_most_a_thousand_characters() -> None:
    assert refused(NewMessage, template="free", text="x" * 1001) == {"text": "too_long"}
    assert refused(NewMessage, template="spam") == {"template": "not_one_of"}


def test_every_code_of_this_room_has_words_in_both_languages() -> None:
    codes = [
        "not_email", "not_digits", "already_theirs", "time_in_future", "consent_withdrawn",
        "no_mobile", "not_this_members_financing", "nothing_due", "nothing_overdue",
    ]  # fmt: skip
    assert all(all(MESSAGES[code]) for code in codes)
