"""Phone numbers in E.164, with libphonenumber (loaded at first use). Pure."""

from urllib.parse import quote

from shared.kernel.errors import Invalid


def e164(number: str) -> str:
    """+6281234567890 for any way of writing it; Invalid (quoted masked) where it is none.

    Input that begins with 62 gets a + in front, since libphonenumber takes `62823987101` for a
    national number.
    """
    import phonenumbers

    text = number.strip()
    if text.startswith("62"):
        text = f"+{text}"
    try:
        parsed = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException as error:
        raise Invalid("number", "not_phone", mask(number)) from error
    if not phonenumbers.is_valid_number(parsed):
        raise Invalid("number", "not_phone", mask(number))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(number: str) -> bool:
    """Whether an E.164 number can have WhatsApp: landlines cannot."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def display(number: str) -> str:
    """As people write it: 0812-3456-7890 at home, +65 8123 4567 abroad."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    parsed = phonenumbers.parse(number)
    home = parsed.country_code == 62
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def digits(number: str) -> str:
    """The national digits of any form, without 0 or 62 in front: what a search compares."""
    plain = "".join(c for c in number if c.isdecimal())
    if plain.startswith("62") and len(plain) > 4:
        plain = plain[2:]
    return plain.lstrip("0")


def mask(number: str) -> str:
    """0812••••7890: enough to see which was meant."""
    text = number.strip()
    return text if len(text) < 6 else f"{text[:4]}••••{text[-2:]}"


def wa_url(number: str, text: str) -> str:
    """The link that opens WhatsApp with the text written; `number` is E.164."""
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(text, safe='')}"
