from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from reminders import template_text
from reminders.message import Due
from shared.kernel.errors import Invalid
from shared.kernel.messages import Language

TODAY = date(2026, 11, 24)
LATE = Due(
    kind="installment",
    stage=7,
    due_on=date(2026, 11, 17),
    amount=910_000,
    account_no="PB00001",
    product="Modal Usaha",
    number=9,
)
COMING = replace(LATE, stage=-3, due_on=date(2026, 11, 27), account_no="PB00002", number=2)
BIRTHDAY = Due(kind="birthday", stage=0, due_on=TODAY)


def fields(*dues: Due, language: Language = "id") -> dict[str, str]:
    return template_text.fields_of("Siti  Rahmawati", "KSP Sejahtera", dues, TODAY, language)


@pytest.mark.parametrize("name", template_text.TEMPLATES)
@pytest.mark.parametrize("language", get_args(Language))
def test_every_default_text_can_be_saved_and_filled(
    name: template_text.TemplateName, language: Language
) -> None:
    text = template_text.default_text(name, language)
    template_text.check(text)
    filled = template_text.fill(text, fields(LATE, language=language))
    assert "{" not in filled
    assert "Siti Rahmawati" in filled


def test_a_message_lists_all_dues_and_takes_the_template_of_the_foremost() -> None:
    assert template_text.template_of([COMING, BIRTHDAY, LATE]) == "late"
    assert template_text.template_of([BIRTHDAY, COMING]) == "before"
    assert template_text.template_of([replace(COMING, stage=0)]) == "due"
    found = fields(LATE, COMING, BIRTHDAY)
    assert found["dues"].splitlines() == [
        "• Angsuran ke-9 Modal Usaha (PB00001): Rp910.000, jatuh tempo 17 November 2026",
        "• Angsuran ke-2 Modal Usaha (PB00002): Rp910.000, jatuh tempo 27 November 2026",
    ]
    assert found["total"] == "Rp1.820.000"
    assert found["today"] == "24 November 2026"


def test_a_message_of_one_instalment_says_what_else_is_overdue() -> None:
    late = replace(LATE, account_id="a", owed=2_000_000)
    found = fields(late, replace(COMING, account_id="b", owed=70))
    assert found["dues"].splitlines()[-1] == ("• Tunggakan lain Modal Usaha (PB00001): Rp1.090.000")
    assert found["total"] == "Rp2.910.000"
    both = fields(late, replace(late, number=10, amount=1_090_000))
    assert "lain" not in both["dues"]
    assert both["total"] == "Rp2.000.000"


def test_a_long_list_is_cut_and_its_sum_is_whole() -> None:
    many = [replace(LATE, number=n) for n in range(1, 61)]
    found = fields(*many)
    assert len(found["dues"].splitlines()) == template_text.MOST_LINES
    assert found["dues"].endswith("• dan 51 lainnya")
    assert found["total"] == "Rp54.600.000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Yth. {nama}", "template_field"),
        ("{name.__class__}", "template_field"),
        ("{name!r}", "template_field"),
        ("{total:>10}", "template_field"),
        ("{}", "template_field"),
        ("{name", "template_braces"),
        ("name}", "template_braces"),
    ],
)
def test_what_cannot_be_filled_is_refused_when_it_is_saved(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        template_text.check(text)
    assert [error.code for error in refused.value.errors] == [code]


def test_doubled_braces_are_braces() -> None:
    template_text.check("{{name}}")
    assert template_text.fill("{{{name}}}", {"name": "Siti"}) == "{Siti}"
