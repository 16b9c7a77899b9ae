from datetime import date

from members.rules import mask_nik, nik_warnings

WOMAN = "3515014602870119"  # 06-02-1987, 40 added


def test_a_nik_that_agrees_gives_no_warning() -> None:
    assert nik_warnings(WOMAN, date(1987, 2, 6), "P") == []


def test_a_nik_with_another_date_or_gender_is_warned_of() -> None:
    codes = [code for code, _ in nik_warnings(WOMAN, date(1987, 2, 7), "L")]
    assert codes == ["nik_date", "nik_gender"]


def test_without_a_nik_there_is_nothing_to_warn_of() -> None:
    assert nik_warnings(None, date(1987, 2, 7), "L") == []


def test_only_the_last_two_digits_of_a_nik_are_shown() -> None:
    assert mask_nik(WOMAN) == "••••••••••••••19"
