"""What members read: names, amounts, dates, and a link that carries any of it."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from contacts import message_text
from contacts.message_text import Recipient
from shared.domain.contact_book import Consent
from shared.domain.financing import numbered
from shared.domain.phones import wa_url
from shared.records.consent_timeline import consent_text
from tests.unit.contacts.lendings import a_lending

RECIPIENT = Recipient("Hj. Siti Nurjanah", "KSP Sejahtera Bersama")
STATE = numbered([(date(2026, month, 5), 1_234_000, 567) for month in range(1, 13)])
DEBT = a_lending(STATE, account_no="F-0001", product="Murabahah")
FIFTH = STATE.installments[4]


def test_a_reminder_names_member_cooperative_instalment_amount_and_date() -> None:
    text = message_text.installment_due(RECIPIENT, DEBT, FIFTH, date(2026, 5, 1))
    assert "Yth. Bapak/Ibu Hj. Siti Nurjanah" in text
    assert "KSP Sejahtera Bersama" in text
    assert "angsuran ke-5 dari 12 Murabahah (F-0001)" in text
    assert "sebesar Rp1.234.567 jatuh tempo 5 Mei 2026" in text


def test_on_the_day_itself_a_reminder_says_today() -> None:
    text = message_text.installment_due(RECIPIENT, DEBT, FIFTH, date(2026, 5, 5))
    assert "jatuh tempo hari ini, 5 Mei 2026" in text


def test_a_message_about_arrears_says_days_and_the_whole_amount() -> None:
    text = message_text.arrears(RECIPIENT, DEBT, date(2026, 2, 6))
    assert "angsuran ke-1 dari 12 Murabahah (F-0001) yang jatuh tempo 5 Januari 2026" in text
    assert "belum lunas dan telah lewat 32 hari" in text
    assert "tunggakan per 6 Februari 2026 adalah Rp2.469.134" in text


def test_thanks_name_the_next_instalment_only_where_there_is_one() -> None:
    assert "Berikutnya, angsuran ke-5" in message_text.thanks(RECIPIENT, (DEBT, FIFTH))
    assert "Berikutnya" not in message_text.thanks(RECIPIENT, None)


def test_a_name_with_line_breaks_stays_on_its_line() -> None:
    text = message_text.thanks(Recipient("Siti\n\nAminah", "KSP"), None)
    assert "Yth. Bapak/Ibu Siti Aminah," in text


def test_names_with_emoji_apostrophes_and_markup_stay_text() -> None:
    name = "Nur'aini <b>&amp;\u200d 👩🏽‍🌾 #1?x=y+z%41"
    text = message_text.thanks(Recipient(name, "KSP"), None)
    url = wa_url("+6281234567890", text)
    assert name in text
    assert parse_qs(urlsplit(url).query)["text"] == [text]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_the_link_carries_any_text_unchanged_in_safe_characters(text: str) -> None:
    url = wa_url("+6281234567890", text)
    head, _, tail = url.partition("?text=")
    assert head == "https://wa.me/6281234567890"
    assert all(c.isascii() and (c.isalnum() or c in "%-._~") for c in tail)
    assert parse_qs(urlsplit(url).query, strict_parsing=True)["text"] == [text]


def test_the_timeline_says_what_was_consented_and_how() -> None:
    said = Consent(granted=True, at="", by="siti", source="formulir", note="di loket")
    assert consent_text("whatsapp", said) == (
        "Persetujuan dihubungi lewat WhatsApp diberikan (sumber: formulir). di loket"
    )
    assert consent_text("letter", Consent(granted=False, at="", by="siti")) == (
        "Persetujuan dihubungi lewat surat ditarik"
    )
